"""The looks that theme options cannot express: a small cinema, dark as ink or light as warm paper, one accent.

Colours, fonts and radii are in `.streamlit/config.toml`; here is only what it has no words for. Rules are scoped to
`.st-key-…`, except the few for what Streamlit draws around every page.
"""

from base64 import b64encode
from typing import Final

import streamlit as st

from mvapp.create.sample_pictures import SAMPLES, thumbnail
from mvapp.frame.history import ONE_STEP_EACH
from mvapp.frame.page_links import landmark_script
from mvapp.frame.translation import GOES_ON
from mvapp.frame.uploaders import uploaders_script
from mvapp.session import language
from mvapp.text import say

__all__ = ["dress"]

# light-dark() follows the color-scheme that Streamlit sets for the theme in use.
_EVERYWHERE: Final = """
:root { --ink-on-accent: light-dark(#fffaf2, #1d1206); --quiet: light-dark(#695749, #c2b3a5);
  --card: light-dark(#fffaf3, #1c1613); --line: light-dark(#e2d4c3, #352b25);
  --glow: light-dark(rgb(168 64 28 / .10), rgb(242 169 80 / .13)); }
/* No larger than the glow, and nothing blurred: both are drawn anew with each frame. */
.stApp { background-image: radial-gradient(60rem 26rem at 78% -8rem, var(--glow), transparent 70%);
  background-size: 100% 18rem; background-repeat: no-repeat; }
.stMainBlockContainer { max-width: 76rem; padding-top: 1rem; padding-bottom: 2rem; }
.stMainBlockContainer h1 { padding-top: 0; }
button[data-testid="stBaseButton-primary"], button[data-testid="stBaseButton-primaryFormSubmit"],
a[data-testid="stBaseLinkButton-primary"] {
  color: var(--ink-on-accent); font-weight: 650; min-height: 2.9rem; padding-inline: 1.4rem; }
button[data-testid^="stBaseButton-primary"]:disabled { color: var(--quiet); }
[data-testid="InputInstructions"], [data-testid="stStatusWidget"] { display: none; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: var(--quiet); opacity: 1; }
[data-testid="stLayoutWrapper"]:has(> :is(.st-key-theme_scripts, .st-key-create_listens, .st-key-create_scrolls)) {
  display: none; }
/* A card's headline is of the second rank for a screen reader, and quiet for the eye. */
.stMainBlockContainer h2 { font-size: 1.25rem !important; padding-block: 0.4rem; }
/* What somebody else said, as a quotation. */
.st-key-own_words { border-left: 2px solid var(--line); padding-left: .9rem; }
/* Streamlit's own bar is empty: the pages are in ours. */
[data-testid="stHeader"] { display: none; }
.st-key-frame_pages { flex-wrap: nowrap; }
.st-key-frame_pages a { padding-inline: .6rem; }
h1 { letter-spacing: -.02em; text-wrap: balance; }
:lang(zh) h1 { letter-spacing: .01em; }
@media (max-width: 640px) {
  .st-key-frame_top { gap: .2rem .5rem; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-frame_pages) { flex: 1 0 100%; }
  .st-key-frame_pages { gap: 0; }
  .st-key-frame_top .stMarkdown p { font-size: .8125rem; }
  .stMainBlockContainer { padding: .5rem 1rem 1rem; }
  h1 { font-size: 2rem !important; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation-duration: .01ms !important; animation-iteration-count: 1 !important;
    transition-duration: .01ms !important; scroll-behavior: auto !important; }
}
"""

# An uploader's own words are English only: its button shows ours; its input, which only the button uses, is hidden
# from screen readers too.
_UPLOADERS: Final = """
.stFileUploader [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
.stFileUploader section input { visibility: hidden; }
.stFileUploader section button p { display: none; }
.stFileUploader section [role="alert"], [data-testid="stTooltipErrorContent"] { display: none; }
.mv-upload-problem { color: light-dark(#a3261a, #ff9d8a); }
.st-key-videos_import section button div:has(> p)::after { content: "IMPORT_BUTTON"; font-size: 1rem; }
"""

_CREATE: Final = """
.st-key-create_examples button, .st-key-create_styles button, .st-key-create_sections button {
  min-height: 2rem; padding: .1rem .8rem; font-size: .875rem; }
.st-key-create_examples p { color: var(--quiet); }
/* As high while they load: nothing below may jump. */
.st-key-create_prompt { min-height: 150px; }
.st-key-create_upload { min-height: 11rem; }
.st-key-create_lyrics { min-height: 230px; }
.st-key-create_picture { background: var(--card); border: 1px solid var(--line); border-radius: 1.4rem; padding: 1rem; }
.st-key-create_frame { border-radius: 1rem; overflow: hidden; background: light-dark(#e9dccb, #0c0908); }
.st-key-create_frame [data-testid="stImage"], .st-key-create_frame .stImage { margin-inline: auto; }
.st-key-create_frame img { max-height: 17rem; object-fit: contain; border-radius: 0; }
.st-key-create_frame .stMarkdown { padding: 2.5rem 1.2rem; text-align: center; color: var(--quiet);
  overflow-wrap: anywhere; }
.st-key-create_upload section, .st-key-create_upload_again section { display: flex; flex-direction: column;
  align-items: center; justify-content: center; border-radius: 1rem; }
.st-key-create_upload section > span { text-align: center; }
.st-key-create_upload section { min-height: 9.5rem; border: 1.5px dashed var(--line);
  background: light-dark(#f4ebdd, #120d0b); }
.st-key-create_upload_again [data-testid="stWidgetLabel"] { position: absolute; clip-path: inset(50%); }
.st-key-create_upload_again section { padding: 0; min-height: 0; border: 0; background: none; }
.st-key-create_upload section button div:has(> p)::after { content: "UPLOAD_BUTTON"; font-size: 1rem; }
.st-key-create_upload_again section button div:has(> p)::after { content: "UPLOAD_AGAIN"; font-size: .875rem; }
.st-key-create_samples button { border-radius: .8rem; border-color: var(--line); aspect-ratio: 16 / 10;
  background: linear-gradient(transparent 35%, rgb(0 0 0 / .72)), var(--picture) center / cover;
  align-items: flex-end; padding: .35rem; min-width: 0; width: 100%; }
.st-key-create_samples .stHorizontalBlock > * { flex: 1 1 0; min-width: 0; }
.st-key-create_samples button p, .st-key-create_samples button span { color: #fff; font-size: .8125rem; }
.st-key-create_samples button:hover { filter: brightness(1.12); }
[data-testid="stLayoutWrapper"]:has(> .st-key-create_bar) { position: sticky; bottom: 0; z-index: 90; }
[data-testid="stMain"]:has(.st-key-create_bar) { scroll-padding-bottom: 8rem; }
.st-key-create_bar { background: var(--card); box-shadow: 0 .9rem light-dark(#fbf6ee, #15110f);
  border: 1px solid var(--line); border-radius: 1.4rem; padding: .8rem 1rem; margin-bottom: .8rem;
  max-height: 80vh; overflow-y: auto; }
/* A card in the bar needs no second frame. */
.st-key-create_bar [data-testid="stVerticalBlock"][class*="st-key-card_"] { border: 0; padding: .2rem 0; }
.st-key-create_bar_row > [data-testid="stLayoutWrapper"]:has(> .st-key-create_bar_words) { flex: 1 1 12rem; }
.st-key-create_bar_words p { color: var(--quiet); }
@media (min-width: 641px) {
  [data-testid="stLayoutWrapper"]:has(> .st-key-create_picture) { position: sticky; top: 1rem; }
}
@media (max-width: 640px) {
  .stHorizontalBlock:has(> .stColumn .st-key-create_song) { gap: 1.2rem; }
  .st-key-create_change_picture { flex-wrap: nowrap; }
  .st-key-create_change_picture > [data-testid="stLayoutWrapper"] { flex: 1 1 auto; min-width: 0; }
  .st-key-create_bar { padding: .6rem .8rem; border-radius: 1.1rem;
    margin-bottom: max(.3rem, env(safe-area-inset-bottom)); }
  .st-key-create_bar_row > [data-testid="stLayoutWrapper"]:has(> .st-key-create_bar_words) { flex-basis: 100%; }
  .st-key-create_bar_words p { font-size: .8125rem; }
  .st-key-create_submit, .st-key-create_submit > div { flex: 1 1 auto; }
  .st-key-create_submit button { width: 100%; }
}
"""


def dress(page: str) -> None:
    """Give every page its looks; once in each run, before anything is drawn.

    Args:
        page: the last part of the address of the page that is drawn; "" for the first page.
    """
    words = {
        "UPLOAD_BUTTON": say("create.upload_button"),
        "UPLOAD_AGAIN": say("create.upload_again"),
        "IMPORT_BUTTON": say("videos.import_button"),
    }
    rules = _EVERYWHERE + _UPLOADERS + _CREATE
    for name, text in words.items():
        rules = rules.replace(f'"{name}"', '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
    for name in SAMPLES:
        drawn = f"url(data:image/jpeg;base64,{b64encode(thumbnail(name)).decode()})"
        rules += f".st-key-create_{name.replace('-', '_')} button {{ --picture: {drawn} }}\n"
    st.html(f"<style>{rules}</style>")
    with st.container(key="theme_scripts"):
        # For screen readers, and for the right shapes of Chinese characters.
        in_language = f"document.documentElement.lang = '{'zh-CN' if language() == 'zh' else 'en'}';"
        scripts = in_language + ONE_STEP_EACH + GOES_ON + uploaders_script() + landmark_script(page)
        st.html(f"<script>{scripts}</script>", unsafe_allow_javascript=True)

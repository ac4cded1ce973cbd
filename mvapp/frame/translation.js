// A browser's translation puts a FONT element of its own in the place of each text. What is written into the text
// from then on nobody would see, and React, which does not find it where it was, would show an error in its place. So a
// text that is written to comes back, to be translated anew, and one that goes takes the element with it.
if (!window.mvStudioTranslation) {
  window.mvStudioTranslation = true;
  const covers = new WeakMap();
  const written = new MutationObserver((changes) => {
    for (const {target} of changes) if (!target.isConnected) covers.get(target)?.replaceWith(target);
  });
  new MutationObserver((changes) => {
    for (const {removedNodes, addedNodes, previousSibling, nextSibling} of changes) {
      const cover = [addedNodes[0], previousSibling, nextSibling].find((node) => node?.nodeName === "FONT");
      if (!cover) continue;
      for (const text of removedNodes) {
        if (text.nodeType !== Node.TEXT_NODE) continue;
        covers.set(text, cover);
        written.observe(text, {characterData: true});
      }
    }
  }).observe(document.body, {childList: true, subtree: true});
  const {removeChild, insertBefore} = Node.prototype;
  const seen = (node, parent) => node?.parentNode !== parent && covers.get(node)?.parentNode === parent
    ? covers.get(node) : node;
  Node.prototype.removeChild = function (node) { removeChild.call(this, seen(node, this)); return node; };
  Node.prototype.insertBefore = function (node, before) { return insertBefore.call(this, node, seen(before, this)); };
}

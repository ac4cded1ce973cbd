export default function({data}) {
  if (window.mvStudioTop === data.name) return;
  window.mvStudioTop = data.name;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

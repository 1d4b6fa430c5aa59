// Words and the records they are evidence of light each other up. Without this the links between them still work.
const of = (n) => document.querySelectorAll(`[data-e~="${n}"]`);
const light = (element, on) => {
  for (const n of (element.dataset.e ?? "").split(" ")) {
    if (n) for (const other of of(n)) other.classList.toggle("lit", on);
  }
};
for (const element of document.querySelectorAll("[data-e]")) {
  for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    element.addEventListener(name, () => light(element, on));
  }
}

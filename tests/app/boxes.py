"""Text over text: the boxes of all visible texts of the page, and which of them overlap."""

from __future__ import annotations

OVERLAPS = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim()) continue;
    const parent = node.parentElement;
    if (parent.closest("dialog:not([open]), option, script, style, title, defs, .unseen, [hidden]")) continue;
    if (parent.closest(".mapsvg, #years, #marks")) continue;
    // A footer that stays in place has a ground of its own: what scrolls beneath it is not to be seen.
    if (parent.closest("footer") && getComputedStyle(parent.closest("footer")).position === "fixed") continue;
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      let clip = parent;
      let seen = true;
      while (clip && clip !== document.body) {
        const style = getComputedStyle(clip);
        if (style.overflow !== "visible" || style.overflowX !== "visible" || style.overflowY !== "visible") {
          const frame = clip.getBoundingClientRect();
          if (box.bottom > frame.bottom + 1 || box.top < frame.top - 1 || box.right > frame.right + 1) seen = false;
        }
        clip = clip.parentElement;
      }
      if (seen) texts.push({ node, said: node.data.trim().slice(0, 40), box });
    }
  }
  const found = [];
  for (let i = 0; i < texts.length; i++)
    for (let k = i + 1; k < texts.length; k++) {
      if (texts[i].node === texts[k].node) continue;
      const [a, b] = [texts[i].box, texts[k].box];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const least = Math.min(a.height, b.height);
      if (wide > 2 && tall > 0.35 * least) found.push(`${texts[i].said} | ${texts[k].said}`);
    }
  return found;
}"""
"""Asked in the page: pairs of texts that overlap by more than a third of a line and two pixels."""

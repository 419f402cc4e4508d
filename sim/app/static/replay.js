// The one-file replay: everything is already here, and the levers show what was chosen.
"use strict";
{
  const data = JSON.parse(document.getElementById("replay").textContent);
  document.body.classList.add("replay");
  E.view.source = { live: false, lost: false, busy: false, more: async () => false, lever() {}, start() {}, clear() {}, open() {} };
  Object.assign(E.view, { frames: data.frames, baseline: data.baseline, bands: data.bands });
  E.view.wire();
  E.view.begin(data.setup, data.plan, location.search || data.query);
}

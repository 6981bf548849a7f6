/* Adds up the points of a juror's sheet while he writes; the server adds again. */
(function begin() {
  "use strict";
  var form = document.querySelector("form[data-sheet]");
  var line = document.querySelector("[data-sheet-total]");
  if (!form || !line) {
    return;
  }

  function show() {
    var hundredths = 0;
    form.querySelectorAll("[data-points] input").forEach(function (box) {
      hundredths += Math.round((parseFloat(box.value) || 0) * 100);
    });
    line.querySelector("output").textContent = String(hundredths / 100);
    line.hidden = false;
  }

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  document.addEventListener("portal:swap", begin, { once: true });
  show();
})();

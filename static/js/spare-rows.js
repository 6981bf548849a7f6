/* Rows of a form that stand ready are shown one by one; without this script all of them are there. */
(function begin() {
  "use strict";
  var form = document.querySelector("[data-spare-rows]");
  if (!form) {
    return;
  }
  var all = function (selector, root) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  };

  all("[data-more]", form).forEach(function (button) {
    var spare = all("[data-row]:not([data-shown])", button.parentNode);
    spare.forEach(function (row) { row.hidden = true; });
    button.hidden = !spare.length;
    button.addEventListener("click", function () {
      var row = spare.shift();
      row.hidden = false;
      row.querySelector("input:not([type=hidden]), textarea, select").focus();
      button.hidden = !spare.length;
    });
  });
  /* The answer of the server has taken the place of the form. */
  document.addEventListener("portal:swap", begin, { once: true });
})();

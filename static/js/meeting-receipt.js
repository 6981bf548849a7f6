/* The server has the record now: the copies on this device are no longer needed. */
(function () {
  "use strict";
  var saved = document.querySelector("[data-saved]");
  Object.keys(localStorage).forEach(function (key) {
    if (saved && key.indexOf("meeting:" + saved.dataset.saved + ":") === 0) {
      localStorage.removeItem(key);
    }
  });
})();

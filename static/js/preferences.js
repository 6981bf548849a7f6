/* Runs before the first paint: the type size, contrast and theme that this device was told to use. */
(function () {
  "use strict";
  var root = document.documentElement;
  var ATTRIBUTES = { font: "data-font", contrast: "data-contrast", theme: "data-bs-theme" };

  function read(name) {
    try {
      return window.localStorage.getItem("portal." + name);
    } catch (error) {
      return null; // storage is switched off: the page keeps its standard look
    }
  }

  function apply(name, value) {
    if (value) {
      root.setAttribute(ATTRIBUTES[name], value);
    }
  }

  Object.keys(ATTRIBUTES).forEach(function (name) {
    apply(name, read(name));
  });

  window.portalPreferences = {
    read: read,
    choose: function (name, value) {
      apply(name, value);
      try {
        window.localStorage.setItem("portal." + name, value);
      } catch (error) {
        return; // it holds for this page at least
      }
    },
  };
})();

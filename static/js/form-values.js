/* What stands in a form, as a plain object, and back again. A hidden field is its own business,
   unless it holds a choice and says data-keep. */
(function () {
  "use strict";

  function controls(form) {
    return Array.prototype.filter.call(form.elements, function (c) {
      var hidden = c.type === "hidden" && !("keep" in c.dataset);
      return c.name && !hidden && c.type !== "file" && c.type !== "submit" && c.type !== "button";
    });
  }

  function isBox(control) {
    return control.type === "checkbox" || control.type === "radio";
  }

  function idOf(control) {
    return control.name + (isBox(control) && control.value !== "on" ? "=" + control.value : "");
  }

  function put(control, value) {
    var row = control.closest("[data-row]");
    var fold = control.closest("details");
    if (isBox(control)) {
      control.checked = value === true;
      return;
    }
    if (value && fold && control.value !== value) {
      fold.open = true;
    }
    if (value && row) {
      row.dataset.shown = "";
      row.hidden = false;
    }
    control.value = value;
  }

  window.portalValues = {
    typed: function (form) {
      var content = {};
      controls(form).forEach(function (c) {
        content[idOf(c)] = isBox(c) ? c.checked : c.value;
      });
      return content;
    },

    /* Puts the content back; answers the words for which there is no field any more. */
    fill: function (form, content) {
      var left = Object.assign({}, content);
      controls(form).forEach(function (c) {
        var id = idOf(c);
        if (id in left) {
          put(c, left[id]);
          if (isBox(c) || c.tagName === "SELECT" || c.value === left[id]) {
            delete left[id];
          }
        }
      });
      return Object.keys(left)
        .map(function (id) { return left[id]; })
        .filter(function (words) { return typeof words === "string" && words; });
    },

    files: function (form) {
      var names = [];
      form.querySelectorAll("input[type=file]").forEach(function (field) {
        Array.prototype.forEach.call(field.files, function (file) { names.push(file.name); });
      });
      return names;
    }
  };
})();

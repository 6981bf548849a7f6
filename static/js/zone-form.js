/* Extras of the record of an activity: how many came. */
(function begin() {
  "use strict";
  var form = document.querySelector("[data-zone-form]");
  if (!form) {
    return;
  }
  var all = function (selector, root) {
    return Array.prototype.slice.call((root || form).querySelectorAll(selector));
  };
  var one = function (selector, root) {
    return (root || form).querySelector(selector);
  };

  function countHeads() {
    var count = one("[data-count]");
    if (!count) {
      return;
    }
    var came = 0;
    var heads = 0;
    var blank = 0;
    all("[data-unit]").forEach(function (unit) {
      var persons = Number(one(".unit-persons input", unit).value) || 0;
      if (!persons && !one(".attendee-box", unit).checked) {
        return;
      }
      came += 1;
      heads += persons;
      blank += persons ? 0 : 1;
    });
    var words = came + " 家";
    if (heads) {
      words += "，" + heads + " 人" + (blank ? "（" + blank + " 家没填人数）" : "");
    }
    count.textContent = words;
  }

  /* Whoever writes how many came says that the unit came. */
  function tickWithNumber(event) {
    var unit = event.target.closest("[data-unit]");
    if (unit && event.target.type !== "checkbox" && event.target.value) {
      one(".attendee-box", unit).checked = true;
    }
    countHeads();
  }

  function offerAll() {
    var offer = one("[data-all]");
    if (!offer) {
      return;
    }
    offer.hidden = false;
    one("[data-tick-all]").addEventListener("click", function () {
      all("[data-unit] .attendee-box").forEach(function (box) { box.checked = true; });
      form.dispatchEvent(new Event("input"));
      countHeads();
    });
  }

  offerAll();
  countHeads();
  form.addEventListener("input", tickWithNumber);
  form.addEventListener("change", tickWithNumber);
  /* The answer of the server has taken the place of the form. */
  document.addEventListener("portal:swap", begin, { once: true });
})();

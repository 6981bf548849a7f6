/* Extras of the record form: live counts, chips and spare rows. */
(function begin() {
  "use strict";
  var form = document.querySelector("[data-meeting-form]");
  if (!form) {
    return;
  }
  var all = function (selector, root) {
    return Array.prototype.slice.call((root || form).querySelectorAll(selector));
  };
  var one = function (selector, root) {
    return (root || form).querySelector(selector);
  };
  var WORDS = ["other", "not_counted"];
  var LECTURES = ["party_lecture", "training"];

  function absenceOf(attendee) {
    var chosen = one("[type=radio]:checked", attendee);
    return one(".attendee-box", attendee).checked ? "" : chosen ? chosen.value : "unknown";
  }

  function countHeads() {
    var absences = all("[data-attendee]").map(absenceOf);
    var expected = absences.filter(function (a) { return a !== "not_counted"; }).length;
    var present = absences.filter(function (a) { return a === ""; }).length;
    one("[data-count]").textContent = "应到 " + expected + " 人，实到 " + present + " 人";
    all("[data-attendee]").forEach(function (attendee, i) {
      one(".absence-words", attendee).hidden = WORDS.indexOf(absences[i]) < 0;
    });
  }

  function nameOf(select) {
    return select.selectedIndex < 0 ? "" : select.options[select.selectedIndex].text;
  }

  function writeSummary() {
    var field = form.elements;
    var day = field.held_on.value.split("-").map(Number);
    one("[data-summary]").textContent = [
      (day.length === 3 ? day[1] + "月" + day[2] + "日 " : "") + field.started.value + "–" + field.ended.value,
      field.place.value || "地点待填",
      "主持 " + nameOf(field.chair),
      "记录 " + nameOf(field.recorder)
    ].join(" · ");
    var leader = form.dataset.leader;
    one("[data-chair-reason]").hidden =
      (!leader || field.chair.value === leader) && !field.chair_reason.value;
  }

  /* A topic asks for its lecturer only where there is a lecture. */
  function showLecturers() {
    all("select[name^=topics-][name$=-kind]").forEach(function (kind) {
      var lecturer = form.elements[kind.name.replace("-kind", "-lecturer")];
      lecturer.closest(".field").hidden = LECTURES.indexOf(kind.value) < 0 && !lecturer.value;
    });
  }

  function refresh() {
    countHeads();
    writeSummary();
    showLecturers();
  }

  function foldSpareRows() {
    all("[data-more]").forEach(function (button) {
      var spare = all("[data-row]:not([data-shown])", button.parentNode);
      spare.forEach(function (row) { row.hidden = true; });
      button.hidden = !spare.length;
      button.addEventListener("click", function () {
        var row = spare.shift();
        row.hidden = false;
        one("input, textarea, select", row).focus();
        button.hidden = !spare.length;
      });
    });
  }

  function offerChips() {
    all("[data-chips]").forEach(function (chips) { chips.hidden = false; });
    all("[data-fill]").forEach(function (chip) {
      chip.addEventListener("click", function () {
        document.getElementById(chip.dataset.fill).value = chip.textContent;
        form.dispatchEvent(new Event("input"));
      });
    });
  }

  foldSpareRows();
  offerChips();
  refresh();
  form.addEventListener("change", refresh);
  /* A form that came as an answer is new to htmx, on which the sentences of the rules hang. */
  if (window.htmx) {
    window.htmx.process(form);
  }
  /* The answer of the server has taken the place of the form. */
  document.addEventListener("portal:swap", begin, { once: true });
})();

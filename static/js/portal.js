/* Behaviour of every page. Everything here is an extra: each page works without it. */
(function () {
  "use strict";
  var FIELD = "input:not([type=checkbox]):not([type=radio]):not([type=hidden]), textarea";

  function focusFirstProblem() {
    var summary = document.querySelector("[data-focus]");
    if (summary) {
      summary.focus();
    }
  }

  function makeBusy(button) {
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy || "正在保存…";
    button.disabled = true;
  }

  /* Says at once that the click was heard, and makes a second one harmless. What answers with a
     file leaves the page where it is: its button would never wake. */
  function showSaving(event) {
    var form = event.target, button = event.submitter;
    var leaves = form.method === "post" && !form.hasAttribute("data-download");
    if (event.defaultPrevented || !button || !leaves) {
      return;
    }
    window.setTimeout(makeBusy, 0, button);
  }

  /* The browser shows a kept page when one goes back: its buttons must work again. */
  function wakeButtons() {
    document.querySelectorAll("button[data-words]").forEach(function (button) {
      button.textContent = button.dataset.words;
      button.disabled = false;
      delete button.dataset.words;
    });
  }

  function watchTyping() {
    document.addEventListener("focusin", function (event) {
      document.body.classList.toggle("is-typing", event.target.matches(FIELD));
    });
    document.addEventListener("focusout", function () {
      document.body.classList.remove("is-typing");
    });
  }

  /* Older than what is tried: said once on the page, never a reason to close it. */
  function tellOldBrowser() {
    var found = /Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent);
    document.getElementById("browser-notice").hidden = !found || Number(found[1]) >= 90;
  }

  function watchNetwork() {
    function tell(event) {
      document.getElementById("network-notice").hidden = event.type === "online";
    }
    window.addEventListener("offline", tell);
    window.addEventListener("online", tell);
  }

  /* A choice takes effect at once; without scripts its form has a button. */
  function submitOnChoice() {
    document.querySelectorAll("form[data-on-choice]").forEach(function (form) {
      form.querySelector("[type=submit]").hidden = true;
      form.addEventListener("change", function () {
        form.submit();
      });
    });
  }

  function bindPrinting() {
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        window.print();
      });
    });
  }

  /* "/" goes to the search box, as long as nobody is typing elsewhere. */
  function bindSearchKey() {
    var box = document.querySelector("[data-search-key]");
    document.addEventListener("keydown", function (event) {
      var busy = event.ctrlKey || event.metaKey || event.altKey || event.target.matches(FIELD + ", select");
      if (box && event.key === "/" && !busy && !event.target.isContentEditable && box.offsetWidth) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    });
  }

  window.portalButtons = { makeBusy: makeBusy, wake: wakeButtons };
  document.addEventListener("portal:swap", focusFirstProblem);
  document.addEventListener("submit", showSaving);
  window.addEventListener("pageshow", wakeButtons);
  focusFirstProblem();
  watchTyping();
  watchNetwork();
  tellOldBrowser();
  submitOnChoice();
  bindPrinting();
  bindSearchKey();
})();

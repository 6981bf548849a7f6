/* Looks for names by characters, pinyin and initials: in long lists of people and bodies, in rows of
   a page that one narrows down, and in fields that propose names. Without it everything is native. */
(function () {
  "use strict";
  var LONG = 12;
  var own = document.currentScript;
  var keys = {};

  function each(selector, work) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), work);
  }

  /* Whether what was typed is in a name or in its pinyin keys. */
  function finds(typed, name, pinyin) {
    var plain = typed.toLowerCase().replace(/[\s'’·-]/g, "");
    return !plain || name.indexOf(typed.trim()) >= 0 || (pinyin || "").indexOf(plain) >= 0;
  }

  /* Tom Select comes only to pages that have something for it. */
  var waiting = null;
  function whenLoaded(work) {
    if (window.TomSelect) {
      work();
    } else if (waiting) {
      waiting.push(work);
    } else {
      waiting = [work];
      [own.dataset.style, own.dataset.looks].forEach(function (address) {
        var link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = address;
        document.head.appendChild(link);
      });
      var script = document.createElement("script");
      script.src = own.dataset.script;
      script.onload = function () {
        waiting.forEach(function (one) { one(); });
      };
      document.head.appendChild(script);
    }
  }

  var WORDS = {
    no_results: function () { return '<div class="no-results">没有找到</div>'; },
    loading: function () { return '<div class="no-results">正在查找…</div>'; },
    not_loading: function () { return null; },
    option_create: function (typed, escape) {
      return '<div class="create">填写“' + escape(typed.input) + "”</div>";
    }
  };

  /* What told the reader about the field tells him about the one that stands for it. */
  function carryOver(field, picker) {
    ["aria-describedby", "aria-invalid", "aria-required"].forEach(function (name) {
      if (field.hasAttribute(name)) {
        picker.control_input.setAttribute(name, field.getAttribute(name));
      }
    });
    field.setAttribute("aria-hidden", "true");
    field.addEventListener("focus", function () { picker.focus(); });
  }

  function pick(select) {
    Array.prototype.forEach.call(select.options, function (option) {
      option.dataset.pinyin = option.dataset.pinyin || keys[option.value] || "";
    });
    var picker = new window.TomSelect(select, {
      allowEmptyOption: true,
      maxOptions: null,
      searchField: ["text", "pinyin"],
      sortField: [{ field: "$score" }, { field: "$order" }],
      render: WORDS,
      onFocus: function () { this.setTextboxValue(""); }
    });
    carryOver(select, picker);
  }

  /* A name may be chosen or simply typed; the post of whoever was chosen is filled in with it. */
  function propose(input) {
    var post = document.getElementsByName(input.name.replace(/name$/, "post"))[0];
    var picker = new window.TomSelect(input, {
      maxItems: 1,
      create: true,
      createOnBlur: true,
      persist: false,
      delimiter: "\n",
      valueField: "name",
      labelField: "name",
      searchField: ["name", "pinyin"],
      render: Object.assign({
        option: function (person, escape) {
          return "<div>" + escape(person.name) + ' <span class="picker-post">' + escape(person.post || "") + "</span></div>";
        }
      }, WORDS),
      load: function (typed, answer) {
        window.fetch(input.dataset.propose + "?q=" + encodeURIComponent(typed), { credentials: "same-origin" })
          .then(function (response) { return response.json(); })
          .then(function (found) { answer(found.people); }, function () { answer(); });
      },
      onItemAdd: function (name) {
        if (post && !post.value && this.options[name]) {
          post.value = this.options[name].post || "";
        }
      }
    });
    carryOver(input, picker);
  }

  /* Fields of folded rows wait until somebody unfolds them. */
  function whenSeen(field, work) {
    var watcher = new IntersectionObserver(function (entries) {
      if (entries.some(function (entry) { return entry.isIntersecting; })) {
        watcher.disconnect();
        whenLoaded(function () { work(field); });
      }
    });
    watcher.observe(field);
  }

  /* <input data-narrow=".row"> leaves the rows of the page that fit what is typed. */
  function narrow(input) {
    var box = input.closest("[hidden]");
    if (box) {
      box.hidden = false;
    }
    input.addEventListener("input", function () {
      each(input.dataset.narrow, function (row) {
        var pinyin = row.dataset.pinyin || keys[row.dataset.key];
        row.hidden = !finds(input.value, row.textContent, pinyin);
      });
    });
  }

  function start() {
    keys = {};
    each("option[data-pinyin]", function (option) { keys[option.value] = option.dataset.pinyin; });
    each("select[data-picker]", function (select) {
      if (select.options.length > LONG) {
        whenSeen(select, pick);
      }
    });
    each("input[data-propose]", function (input) { whenSeen(input, propose); });
    each("input[data-narrow]", narrow);
  }

  /* A draft was put into the form as a whole. */
  document.addEventListener("change", function (event) {
    if (event.target.tagName === "FORM") {
      each(".tomselected", function (field) { field.tomselect.sync(); });
    }
  }, true);
  document.addEventListener("portal:swap", start);
  start();
})();

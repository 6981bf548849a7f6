/* What is typed into form[data-draft] is kept on this device at once and on the server every few
   seconds. It is put back when the form is opened again, here or on another device. */
(function begin() {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (!form) {
    return;
  }
  var DAY = 24 * 3600 * 1000;
  // A browser carries no more than this along when the page is closed.
  var LEAVING_BYTES = 60000;
  var values = window.portalValues;
  var state = JSON.parse(document.getElementById("draft-state").textContent);
  var place = "draft:" + state.owner + ":" + form.dataset.draft;
  var skew = state.now - Date.now();
  var timer = 0;
  var copy = { key: form.elements.form_key.value, version: version(), acked: 0, dirty: false };

  function piece(name) {
    return document.querySelector("[data-draft-" + name + "]");
  }

  function write(name, words) {
    piece(name).textContent = words;
  }

  function say(words) {
    write("line", words);
    piece("line").hidden = !words;
  }

  function clock(moment) {
    var when = new Date(moment);
    return ("0" + when.getHours()).slice(-2) + ":" + ("0" + when.getMinutes()).slice(-2);
  }

  function version() {
    var field = form.elements.version;
    return field && field.value ? Number(field.value) : null;
  }

  /* The device */

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(place));
    } catch (closed) {
      return null;
    }
  }

  function store() {
    try {
      localStorage.setItem(place, JSON.stringify(copy));
    } catch (full) {
      /* A full or closed store only means that there is no copy on this device. */
    }
  }

  function clear() {
    window.clearTimeout(timer);
    copy.dirty = false;
    try {
      localStorage.removeItem(place);
    } catch (closed) {
      /* Then there was no copy. */
    }
  }

  function sweep() {
    Object.keys(localStorage).forEach(function (key) {
      var other = key.indexOf("draft:") === 0 && JSON.parse(localStorage.getItem(key));
      if (other && other.at < Date.now() - state.days * DAY) {
        localStorage.removeItem(key);
      }
    });
  }

  function keep() {
    copy.typed = values.typed(form);
    copy.at = Date.now() + skew;
    copy.dirty = true;
    copy.files = values.files(form);
    store();
    timer = timer || window.setTimeout(push, state.seconds * 1000);
  }

  /* The server */

  function headers() {
    return {
      "Content-Type": "application/json",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
      "X-Requested-With": "fetch"
    };
  }

  function push(leaving) {
    window.clearTimeout(timer);
    timer = 0;
    if (!copy.dirty || !copy.typed) {
      return;
    }
    var body = JSON.stringify({
      form: form.dataset.draft, key: copy.key, version: copy.version, content: copy.typed
    });
    var at = copy.at;
    var light = leaving === true && new Blob([body]).size < LEAVING_BYTES;
    window
      .fetch(state.url, { method: "POST", body: body, headers: headers(), keepalive: light })
      .then(function (answer) { return hear(answer, at); })
      .catch(function () { say("网络断开，草稿已存在本机 " + clock(at - skew)); });
  }

  function hear(answer, at) {
    if (answer.status === 401 || answer.status === 403) {
      say("登录已过期，草稿已存在本机。保存时请重新登录，内容不会丢失");
      return;
    }
    if (!answer.ok && answer.status !== 422) {
      say("草稿已存在本机 " + clock(at - skew));
      return;
    }
    return answer.json().then(function (told) {
      if (told.reason) {
        say(told.reason);
      } else if (told.done) {
        settle(told.done, at);
      } else if (copy.dirty) {
        acknowledge(told, at);
      }
    });
  }

  function acknowledge(told, at) {
    copy.acked = told.at;
    copy.dirty = copy.at !== at;
    store();
    say("草稿已保存 " + told.time + (copy.files.length ? "。附件不在草稿里" : ""));
    if (told.current) {
      warn(told.current);
    }
  }

  /* The form was saved as a record, perhaps on another device. What was typed since goes on:
     the server will tell both versions. */
  function settle(done, at) {
    if (copy.asked === at && copy.at === at) {
      clear();
      location.replace(copy.queued && done.url ? done.url : location.href);
    }
  }

  function warn(current) {
    if (copy.version && current.version > copy.version) {
      piece("conflict").dataset.version = current.version;
      write("changed", current.changed);
      piece("conflict").hidden = false;
    }
  }

  /* Putting back */

  /* The server has taken off blanks at the edges. */
  function same(one, other) {
    return Object.keys(Object.assign({}, one, other)).every(function (id) {
      return String(one[id]).trim() === String(other[id]).trim();
    });
  }

  /* The newer of the two copies, and the other one if it says something else. */
  function newest(device, server) {
    if (!device || !server) {
      return [device || server];
    }
    if (device.acked === server.at || same(device.typed, server.typed)) {
      return [device];
    }
    if (!device.dirty) {
      return [server];
    }
    return device.at > server.at ? [device, server] : [server, device];
  }

  /* What finds no field any more is shown, so that it is not lost. */
  function list(left) {
    piece("unplaced").hidden = !left.length;
    write("list", "");
    left.forEach(function (words) {
      piece("list").appendChild(document.createElement("li")).textContent = words;
    });
  }

  function show(found) {
    copy = found;
    form.elements.form_key.value = copy.key;
    if (form.elements.version && copy.version) {
      form.elements.version.value = copy.version;
    }
    list(values.fill(form, copy.typed));
    write("time", clock(copy.at - skew));
    piece("restored").hidden = false;
    write("names", copy.files.join("、"));
    piece("files").hidden = !copy.files.length;
    piece("conflict").hidden = true;
    warn({ version: state.version, changed: state.changed });
  }

  function offer(other) {
    piece("other").hidden = !other;
    if (other) {
      write("other-time", clock(other.at - skew));
      piece("swap").onclick = function () {
        keep();
        var shown = copy;
        show(other);
        keep();
        offer(shown);
        form.dispatchEvent(new Event("change"));
      };
    }
  }

  function restore() {
    var draft = state.draft;
    var server = draft && {
      key: draft.key, version: draft.version, typed: draft.content, at: draft.at, acked: draft.at,
      dirty: false, files: []
    };
    var device = stored();
    var found = newest(device, server);
    if (document.querySelector(".error-summary")) {
      // The answer to a saving shows what was typed; it goes on under the key of that page.
      copy.acked = server ? server.at : 0;
      keep();
      return;
    }
    if (!found[0] || "draftHold" in form.dataset) {
      offer(found[0]);
      return;
    }
    show(found[0]);
    offer(found[1]);
    if (!server && (!copy.queued || copy.files.length)) {
      // Only the server knows whether this was saved meanwhile.
      copy.asked = copy.queued || !copy.dirty ? copy.at : 0;
      copy.dirty = true;
      push();
    }
  }

  function forget() {
    clear();
    window
      .fetch(state.url + "?form=" + encodeURIComponent(form.dataset.draft), {
        method: "DELETE", headers: headers()
      })
      .finally(function () { location.reload(); });
  }

  function takeMine() {
    form.elements.version.value = copy.version = Number(piece("conflict").dataset.version);
    piece("conflict").hidden = true;
    keep();
  }

  window.portalDraft = {
    form: form,
    say: say,
    keep: keep,
    clear: clear,
    queued: function () { return copy.queued; },
    queue: function (name) {
      copy.queued = name;
      keep();
    },
    lostFiles: function () { return copy.files.length > values.files(form).length; },
    owner: state.owner
  };

  copy.files = [];
  document.getElementById("network-notice").lastChild.textContent =
    " 网络断开。可以接着写，内容存在本机";
  try {
    sweep();
  } catch (closed) {
    /* Without a store there is nothing to sweep. */
  }
  restore();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  piece("forget").addEventListener("click", forget);
  piece("mine").addEventListener("click", takeMine);
  var leave = function () { push(true); };
  var hide = function () {
    if (document.visibilityState === "hidden") {
      push(true);
    }
  };
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", push);
  document.addEventListener("visibilitychange", hide);
  document.addEventListener("portal:swap", function () {
    window.clearTimeout(timer);
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("online", push);
    document.removeEventListener("visibilitychange", hide);
    begin();
  }, { once: true });
})();

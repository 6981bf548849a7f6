/* Sends form[data-draft] so that nothing typed depends on the network or the session: without a
   network the form waits and is sent again, with an ended session a sign-in opens in the page.
   Every attempt carries the same form key, so that one form makes one record. */
(function begin() {
  "use strict";
  var draft = window.portalDraft;
  var form = document.querySelector("form[data-draft]");
  if (!form || !draft || !window.fetch) {
    return;
  }
  var RETRY = 5000;
  var SLOW = 8000;
  // A dead network may keep a request for minutes; files take their time.
  var PATIENCE = 30000;
  var PATIENCE_WITH_FILES = 300000;
  var address = form.getAttribute("action") || location.href;
  var door = document.getElementById("sign-in-again");
  var banner = document.querySelector("[data-draft-banner]");
  var pressed = null; // the button of the sending that is under way or waits
  var busy = false;
  var renewed = false;
  var timer = 0;

  function tell(words) {
    banner.textContent = words;
    banner.hidden = !words;
  }

  function buttonNamed(value) {
    var found = form.querySelector("[type=submit][value='" + value + "']");
    return found || form.querySelector("[type=submit]");
  }

  function send(button) {
    if (busy) {
      return;
    }
    window.clearTimeout(timer);
    pressed = button;
    draft.queue(button.value || "save");
    if (navigator.onLine === false) {
      wait();
      return;
    }
    busy = true;
    tell("");
    window.portalButtons.makeBusy(button);
    post();
  }

  function content() {
    var fields = new FormData(form);
    if (pressed.name) {
      fields.append(pressed.name, pressed.value);
    }
    return fields;
  }

  function hasFiles() {
    return Array.prototype.some.call(form.querySelectorAll("input[type=file]"), function (field) {
      return field.files.length;
    });
  }

  function fetchWithin(limit, to, body) {
    var stop = new AbortController();
    var end = window.setTimeout(function () { stop.abort(); }, limit);
    var options = {
      method: "POST", body: body, headers: { "X-Requested-With": "fetch" }, signal: stop.signal
    };
    return window.fetch(to, options).finally(function () { window.clearTimeout(end); });
  }

  function post() {
    var slow = window.setTimeout(function () {
      draft.say("网络很慢，还在保存。内容已存在本机");
    }, SLOW);
    fetchWithin(hasFiles() ? PATIENCE_WITH_FILES : PATIENCE, address, content())
      .then(function (answer) {
        window.clearTimeout(slow);
        return hear(answer);
      })
      .catch(function () {
        window.clearTimeout(slow);
        wait();
      });
  }

  function hear(answer) {
    if (answer.status === 204) {
      draft.clear();
      location.replace(answer.headers.get("X-Location"));
      return;
    }
    if (answer.status >= 502 && answer.status <= 504) {
      wait();
      return;
    }
    if ((answer.status === 401 || answer.status === 403) && !renewed) {
      renewed = true;
      return renew();
    }
    return answer.text().then(function (html) {
      var page = parse(html);
      if (page.querySelector("main form[data-draft]")) {
        swap(page);
      } else {
        refuse(page, answer.status);
      }
    });
  }

  function parse(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  function rest() {
    busy = false;
    renewed = false;
    window.portalButtons.wake();
  }

  /* No network: the form stays as it is and goes out by itself. */
  function wait() {
    rest();
    tell("没有保存：网络断开。内容已存在本机，恢复后会自动提交");
    timer = window.setTimeout(resend, RETRY);
  }

  function resend() {
    window.clearTimeout(timer);
    if (!pressed || busy) {
      return;
    }
    if (navigator.onLine === false) {
      timer = window.setTimeout(resend, RETRY);
    } else {
      send(pressed);
    }
  }

  function giveUp(words) {
    rest();
    pressed = null;
    draft.queue("");
    tell(words);
  }

  /* A refusal without the form, such as a missing right or an error of the server. */
  function refuse(page, status) {
    var parts = page.querySelectorAll("main h1, main .prose");
    var words = Array.prototype.map.call(parts, function (part) { return part.textContent.trim(); });
    giveUp("没有保存：" + (words.join("。") || "服务器没有收下（" + status + "）") + "。内容已存在本机");
  }

  /* The server answered with the form: what was chosen as files stays chosen. */
  function swap(page) {
    var main = document.importNode(page.querySelector("main"), true);
    form.querySelectorAll("input[type=file]").forEach(function (field) {
      var fresh = main.querySelector("input[type=file][name='" + field.name + "']");
      if (fresh && field.files.length) {
        fresh.parentNode.replaceChild(field, fresh);
      }
    });
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    if (window.htmx) {
      window.htmx.process(main);
    }
    document.dispatchEvent(new Event("portal:swap"));
  }

  /* The session has ended, or the token of the page is an old one. */
  function renew() {
    return window
      .fetch(location.href, { headers: { Accept: "text/html" } })
      .then(function (answer) {
        return answer.text().then(function (html) { return take(parse(html), answer.url); });
      });
  }

  function take(page, url) {
    var fresh = page.querySelector("main form[data-draft]");
    if (fresh) {
      goOn(page, fresh);
    } else if (page.querySelector("main input[type=password]")) {
      askToSignIn(page, url);
    } else {
      refuse(page, 403);
    }
  }

  function goOn(page, fresh) {
    if (JSON.parse(page.getElementById("draft-state").textContent).owner !== draft.owner) {
      giveUp("现在登录的是另一个账号，没有保存。内容已存在本机，请用原来的账号登录后再保存");
      return;
    }
    form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
    door.hidden = true;
    post();
  }

  function askToSignIn(page, url) {
    var entry = document.importNode(page.querySelector("main form"), true);
    var summary = page.querySelector("main .error-summary");
    var box = door.querySelector("[data-sign-in]");
    var next = entry.elements.next;
    entry.action = entry.getAttribute("action") || url;
    box.textContent = "";
    if (summary) {
      box.appendChild(document.importNode(summary, true));
    }
    box.appendChild(entry);
    if (!next) {
      next = entry.appendChild(document.createElement("input"));
      next.type = "hidden";
      next.name = "next";
    }
    next.value = location.pathname + location.search;
    entry.addEventListener("submit", signIn);
    rest();
    tell("没有保存：登录已过期。请在下面重新登录，您填写的内容不会丢失");
    door.hidden = false;
    door.scrollIntoView();
    (summary || entry.querySelector("input:not([type=hidden])")).focus();
  }

  function signIn(event) {
    var entry = event.target;
    event.preventDefault();
    window.portalButtons.makeBusy(entry.querySelector("[type=submit]"));
    fetchWithin(PATIENCE, entry.action, new FormData(entry))
      .then(function (answer) {
        var to = answer.headers.get("X-Location");
        if (answer.status === 204) {
          return cameIn(to, entry.elements.next.value);
        }
        return answer.text().then(function (html) { denied(parse(html), answer); });
      })
      .catch(function () {
        window.portalButtons.wake();
        tell("没有登录：网络断开。内容已存在本机，请稍后再按登录");
      });
  }

  function cameIn(to, next) {
    if (to !== next) {
      // One more step, such as the code of the second factor; it leads back to this form.
      location.assign(to);
      return;
    }
    busy = true;
    tell("");
    window.portalButtons.makeBusy(pressed);
    return renew();
  }

  function denied(page, answer) {
    window.portalButtons.wake();
    if (page.querySelector("main input[type=password]")) {
      askToSignIn(page, answer.url);
    } else {
      refuse(page, answer.status);
    }
  }

  /* What waited when the page was closed goes out now; files have to be chosen again. */
  function sendWaiting() {
    var value = draft.queued();
    if (!value) {
      return;
    }
    if (draft.lostFiles()) {
      giveUp("还没有保存：附件没有留下。请重新选择附件，再按保存");
    } else {
      send(buttonNamed(value));
    }
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[type=submit]");
    form.lastPressed = button || form.lastPressed;
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    send(event.submitter || form.lastPressed || buttonNamed("file"));
  });
  document.querySelector("[data-draft-compare]").addEventListener("click", function () {
    // A draft on an old version is never accepted: the answer shows both versions.
    send(buttonNamed("draft"));
  });
  window.addEventListener("online", resend);
  document.addEventListener("portal:swap", function () {
    window.clearTimeout(timer);
    window.removeEventListener("online", resend);
    begin();
  }, { once: true });
  if (!document.querySelector(".error-summary")) {
    sendWaiting();
  }
})();

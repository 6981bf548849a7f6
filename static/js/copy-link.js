/* Copies the address of a file, for browsers that cannot keep one. Without it the address is there to be marked. */
(function () {
  "use strict";
  var box = document.querySelector("[data-copy-link]");
  if (!box) {
    return;
  }
  var field = box.querySelector("input");
  var button = box.querySelector("[data-copy]");

  function tell(copied) {
    box.querySelector("[data-copied]").textContent = copied
      ? "链接已复制，请在浏览器中粘贴打开。"
      : "没有复制成功，请长按上面的链接复制。";
  }

  function copyMarked() {
    field.focus();
    field.select();
    field.setSelectionRange(0, field.value.length);
    tell(document.execCommand("copy"));
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(function () { tell(true); }, copyMarked);
    } else {
      copyMarked();
    }
  });
})();

"use strict";
window.addEventListener("load", () => {
  const place = document.getElementById("api");
  window.SwaggerUIBundle({
    url: place.dataset.document, domNode: place, deepLinking: true, validatorUrl: null, supportedSubmitMethods: ["get", "post"],
    requestInterceptor: (request) => { request.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content; return request; },
  });
});

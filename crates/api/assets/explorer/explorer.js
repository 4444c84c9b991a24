// Starts GraphiQL with the curated examples in tabs. Everything comes from this server.
"use strict";

(() => {
  const ENDPOINT = "/graphql";
  const PROTOCOL = "graphql-transport-ws";
  const EMPTY_HEADERS = JSON.stringify({ Authorization: "Bearer " }, null, 2);

  /** The headers of the editor, without a bearer token that was not filled in. */
  function given(headers = {}) {
    const filled = ([name, value]) =>
      name.toLowerCase() !== "authorization" || !/^bearer\s*$/i.test(value);
    return Object.fromEntries(Object.entries(headers).filter(filled));
  }

  function isSubscription(documentAST, operationName) {
    const operations = (documentAST?.definitions ?? []).filter(
      (definition) => definition.kind === "OperationDefinition",
    );
    const chosen =
      operations.find((operation) => operation.name?.value === operationName) ?? operations[0];
    return chosen?.operation === "subscription";
  }

  async function overHttp(params, headers) {
    const response = await fetch(ENDPOINT, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json;q=0.9",
        ...headers,
      },
      body: JSON.stringify(params),
    });
    return response.json();
  }

  /** One subscription on a socket of its own, as an observable. */
  function overSocket(params, headers) {
    const token = Object.entries(headers).find(
      ([name]) => name.toLowerCase() === "authorization",
    )?.[1];
    return {
      subscribe(observer) {
        const address = new URL(`${ENDPOINT}/ws`, window.location.href);
        address.protocol = address.protocol.replace("http", "ws");
        const socket = new WebSocket(address, PROTOCOL);
        let over = false;
        const finish = (tell) => {
          if (!over) {
            over = true;
            tell();
            socket.close(1000);
          }
        };
        const say = (message) => socket.send(JSON.stringify(message));
        const hear = {
          connection_ack: () => say({ id: "1", type: "subscribe", payload: params }),
          ping: () => say({ type: "pong" }),
          next: ({ payload }) => observer.next(payload),
          error: ({ payload }) => finish(() => observer.error({ errors: payload })),
          complete: () => finish(() => observer.complete()),
        };
        socket.onopen = () =>
          say({ type: "connection_init", payload: token ? { authorization: token } : {} });
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data);
          hear[message.type]?.(message);
        };
        socket.onclose = ({ code, reason }) =>
          finish(() => observer.error(new Error(`Closed: ${code} ${reason}`)));
        return { unsubscribe: () => finish(() => {}) };
      },
    };
  }

  function fetcher(params, options = {}) {
    const headers = given(options.headers);
    return isSubscription(options.documentAST, params.operationName)
      ? overSocket(params, headers)
      : overHttp(params, headers);
  }

  function tab({ name, query, variables }) {
    return {
      query: `# ${name}\n${query}`,
      variables: variables ? JSON.stringify(variables, null, 2) : "",
      headers: EMPTY_HEADERS,
    };
  }

  async function start() {
    const response = await fetch("/explorer/examples.json");
    const examples = await response.json();
    const root = ReactDOM.createRoot(document.getElementById("explorer"));
    root.render(
      React.createElement(GraphiQL, {
        fetcher,
        defaultTabs: examples.length > 0 ? examples.map(tab) : undefined,
        defaultHeaders: EMPTY_HEADERS,
        defaultEditorToolsVisibility: "headers",
        isHeadersEditorEnabled: true,
        shouldPersistHeaders: false,
        showPersistHeadersSettings: false,
      }),
    );
  }

  start();
})();

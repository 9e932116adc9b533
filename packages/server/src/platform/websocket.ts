/** WebSockets, server and client (Node 20 has no client of its own). */
export { WebSocket, WebSocketServer } from "ws";

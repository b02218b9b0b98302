export const handler = async (event) => ({ version: event.version, route: event.routeKey, path: event.rawPath });

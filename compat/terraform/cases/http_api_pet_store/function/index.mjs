const pets = { 1: 'Bella', 2: 'Milo' };

export const handler = async (event) => {
  switch (event.routeKey) {
    case 'GET /pets':
      return Object.values(pets);
    case 'GET /pets/{petId}':
      return pets[event.pathParameters.petId] ?? { statusCode: 404, body: 'no such pet' };
    default:
      return { statusCode: 200, headers: { 'content-type': 'text/plain' }, cookies: ['seen=1'], body: `${event.requestContext.stage} ${event.stageVariables.greeting} ${event.rawPath}` };
  }
};

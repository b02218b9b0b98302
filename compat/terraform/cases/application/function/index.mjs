export const handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify({ pet: event.pathParameters.petId, stage: event.requestContext.stage, table: process.env.TABLE }),
});

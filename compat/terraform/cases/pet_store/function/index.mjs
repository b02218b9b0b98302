export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ pet: event.pathParameters.petId, greeting: process.env.GREETING ?? null }),
});

const key = {
  kty: 'RSA',
  kid: 'one',
  alg: 'RS256',
  use: 'sig',
  e: 'AQAB',
  n: '@N@',
};

export const handler = async (event) => {
  const issuer = `${process.env.ENDPOINT}/_aws/execute-api/${event.requestContext.apiId}`;
  if (event.rawPath === '/.well-known/openid-configuration') {
    return { issuer, jwks_uri: `${issuer}/keys` };
  }
  return event.rawPath === '/keys' ? { keys: [key] } : { statusCode: 404 };
};

const key = {
  kty: 'RSA',
  kid: 'one',
  alg: 'RS256',
  use: 'sig',
  e: 'AQAB',
  n: 'rNjIZ3Odlt9HjooZGaWcPTW_58MMGqyUb7CP1SKOzWcGzrPHu7ay-4lRkIaKZ-MUQUmfOLNWFEBcMkt1Yblw4F-p5dsWIjjrtxFepj72_TW_TBwzdnWL9iGwNl7R38nfmMF9HI7cfS-sg6W57b6YYl80hIT6tkUcm96KnqrX35QUFndHRZwPmKC5FeeYgGWsYD9fuKOQyUEJ3-ERi9nGD1mhXWXx1d_s4wce_ULbOs7HZQOxTaZjac4sqfYsxv2qkFL7R4Q_mw9qnoD_E8oF2CXEBF6lqQQjcYi8oWaYCh3IWJsqdgQIWaoiXKSy2oZxnzY7YUHkuqUHOARnHCt7eQ',
};

export const handler = async (event) => {
  const issuer = `${process.env.ENDPOINT}/_aws/execute-api/${event.requestContext.apiId}`;
  if (event.rawPath === '/.well-known/openid-configuration') {
    return { issuer, jwks_uri: `${issuer}/keys` };
  }
  return event.rawPath === '/keys' ? { keys: [key] } : { statusCode: 404 };
};

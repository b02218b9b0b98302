// GET and POST of /pets in the pet store of `sallyport demo`.
const pets = [{ id: 1, name: 'Bella' }, { id: 2, name: 'Milo' }, { id: 3, name: 'Luna' }];

exports.handler = async (event) => {
  const about = {
    stage: event.requestContext.stage,
    env: (event.stageVariables || {}).env,
    release: '@RELEASE@',
  };
  if (event.httpMethod === 'POST') {
    const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
    return answer(201, { created: { id: 4, ...JSON.parse(text || '{}') }, ...about });
  }
  return answer(200, { pets, ...about });
};

function answer(statusCode, body) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) + '\n' };
}

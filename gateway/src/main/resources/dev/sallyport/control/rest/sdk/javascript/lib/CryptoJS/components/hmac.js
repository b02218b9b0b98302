/* HMAC (RFC 2104) over any hash. */
var CryptoJS = CryptoJS || {};

CryptoJS.hmac = function (hash, blockBytes, message, key) {
    'use strict';

    var secret = CryptoJS.lib.bytes(key);
    if (secret.length > blockBytes) {
        secret = hash(new CryptoJS.lib.Bytes(secret)).bytes;
    }
    var inner = [];
    var outer = [];
    for (var i = 0; i < blockBytes; i++) {
        inner.push((secret[i] || 0) ^ 0x36);
        outer.push((secret[i] || 0) ^ 0x5c);
    }
    var digest = hash(new CryptoJS.lib.Bytes(inner.concat(CryptoJS.lib.bytes(message))));
    return hash(new CryptoJS.lib.Bytes(outer.concat(digest.bytes)));
};

/* HMAC with SHA-256 (RFC 2104) under the name of CryptoJS. */
var CryptoJS = CryptoJS || {};

CryptoJS.HmacSHA256 = function (message, key) {
    'use strict';

    return CryptoJS.hmac(CryptoJS.SHA256, 64, message, key);
};

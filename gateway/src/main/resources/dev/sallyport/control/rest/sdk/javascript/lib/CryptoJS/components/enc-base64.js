/* Base64 (RFC 4648) under the name of CryptoJS. */
var CryptoJS = CryptoJS || {};
CryptoJS.enc = CryptoJS.enc || {};

CryptoJS.enc.Base64 = {
    stringify: function (digest) {
        'use strict';

        return btoa(String.fromCharCode.apply(null, digest.bytes));
    }
};

/* SHA-256 under the names of CryptoJS: texts are read as UTF-8, digests write themselves as hexadecimal text. */
var CryptoJS = CryptoJS || {};

(function () {
    'use strict';

    var K = [];
    var INITIAL = [];

    function fraction(x) {
        return ((x - Math.floor(x)) * 0x100000000) | 0;
    }

    (function () {
        for (var n = 2; K.length < 64; n++) {
            var prime = true;
            for (var d = 2; d * d <= n && prime; d++) {
                prime = n % d !== 0;
            }
            if (prime) {
                if (INITIAL.length < 8) {
                    INITIAL.push(fraction(Math.sqrt(n)));
                }
                K.push(fraction(Math.cbrt(n)));
            }
        }
    })();

    CryptoJS.lib = CryptoJS.lib || {};

    CryptoJS.lib.Bytes = function (bytes) {
        this.bytes = bytes;
    };

    CryptoJS.lib.Bytes.prototype.toString = function (encoder) {
        return (encoder || CryptoJS.enc.Hex).stringify(this);
    };

    CryptoJS.lib.bytes = function (message) {
        return message instanceof CryptoJS.lib.Bytes ? message.bytes : Array.from(new TextEncoder().encode(message));
    };

    CryptoJS.enc = CryptoJS.enc || {};

    CryptoJS.enc.Hex = {
        stringify: function (digest) {
            return digest.bytes.map(function (octet) {
                return (octet < 16 ? '0' : '') + octet.toString(16);
            }).join('');
        }
    };

    function rotated(word, by) {
        return (word >>> by) | (word << (32 - by));
    }

    function round(state, block) {
        var w = block.slice();
        for (var i = 16; i < 64; i++) {
            var a = w[i - 15];
            var b = w[i - 2];
            var s0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
            var s1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
            w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
        }
        var h = state.slice();
        for (var j = 0; j < 64; j++) {
            var e = h[4];
            var t1 = (h[7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & h[5]) ^ (~e & h[6])) + K[j] + w[j]) | 0;
            var c = h[0];
            var t2 = ((rotated(c, 2) ^ rotated(c, 13) ^ rotated(c, 22)) + ((c & h[1]) ^ (c & h[2]) ^ (h[1] & h[2]))) | 0;
            h = [(t1 + t2) | 0, h[0], h[1], h[2], (h[3] + t1) | 0, h[4], h[5], h[6]];
        }
        return state.map(function (word, k) {
            return (word + h[k]) | 0;
        });
    }

    CryptoJS.SHA256 = function (message) {
        var bytes = CryptoJS.lib.bytes(message).slice();
        var bits = bytes.length * 8;
        bytes.push(0x80);
        while (bytes.length % 64 !== 56) {
            bytes.push(0);
        }
        for (var shift = 56; shift >= 0; shift -= 8) {
            bytes.push(Math.floor(bits / Math.pow(2, shift)) & 0xff);
        }
        var state = INITIAL;
        for (var start = 0; start < bytes.length; start += 64) {
            var block = [];
            for (var i = start; i < start + 64; i += 4) {
                block.push((bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3]);
            }
            state = round(state, block);
        }
        var digest = [];
        state.forEach(function (word) {
            digest.push((word >>> 24) & 0xff, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);
        });
        return new CryptoJS.lib.Bytes(digest);
    };
})();

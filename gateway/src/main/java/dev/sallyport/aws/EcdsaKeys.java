package dev.sallyport.aws;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The keys of Signature Version 4A, derived from secrets; the last ones are kept, for deriving one takes milliseconds. */
final class EcdsaKeys {

    private static final int MAX_KEPT = 256;
    private static final byte[] LABEL = "AWS4-ECDSA-P256-SHA256".getBytes(StandardCharsets.US_ASCII);
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final Map<AwsCredentials, Key> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AwsCredentials, Key> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** The public half of somebody's key. */
    record Key(PublicKey key) {

        /** Whether a signature, in hexadecimal digits, is one of a text. */
        boolean verifies(String text, String signature) {
            try {
                byte[] der = HexFormat.of().parseHex(signature);
                Signature verifier = Signature.getInstance("SHA256withECDSA");
                verifier.initVerify(key);
                verifier.update(text.getBytes(StandardCharsets.UTF_8));
                return verifier.verify(der);
            } catch (IllegalArgumentException | SignatureException malformed) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has ECDSA with P-256", e);
            }
        }
    }

    Key of(AwsCredentials credentials) {
        synchronized (kept) {
            Key key = kept.get(credentials);
            if (key != null) {
                return key;
            }
        }
        Key derived = derive(credentials);
        synchronized (kept) {
            kept.put(credentials, derived);
        }
        return derived;
    }

    private static Key derive(AwsCredentials credentials) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
            ECPoint point = times(secret(credentials, curve.getOrder()), curve);
            return new Key(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ECDSA with P-256", e);
        }
    }

    /** The secret number: of NIST SP 800-108's key derivation in counter mode, the first result that is small enough. */
    private static BigInteger secret(AwsCredentials credentials, BigInteger order) {
        byte[] key = ("AWS4A" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        byte[] id = credentials.accessKeyId().getBytes(StandardCharsets.UTF_8);
        for (int counter = 1; counter < 255; counter++) {
            byte[] input = new byte[4 + LABEL.length + 1 + id.length + 1 + 4];
            input[3] = 1;
            System.arraycopy(LABEL, 0, input, 4, LABEL.length);
            System.arraycopy(id, 0, input, 5 + LABEL.length, id.length);
            input[input.length - 5] = (byte) counter;
            // The length of the key in bits, 256, as four bytes.
            input[input.length - 2] = 1;
            BigInteger candidate = new BigInteger(1, SignatureV4.hmac(key, input));
            if (candidate.compareTo(order.subtract(TWO)) <= 0) {
                return candidate.add(BigInteger.ONE);
            }
        }
        throw new IllegalStateException("no key can be derived");
    }

    /** The generator so many times, by doubling and adding; the JDK does not offer it. */
    private static ECPoint times(BigInteger number, ECParameterSpec curve) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = number.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum, curve);
            if (number.testBit(bit)) {
                sum = add(sum, curve.getGenerator(), curve);
            }
        }
        return sum;
    }

    private static ECPoint add(ECPoint a, ECPoint b, ECParameterSpec curve) {
        if (Objects.equals(a, ECPoint.POINT_INFINITY)) {
            return b;
        }
        if (Objects.equals(b, ECPoint.POINT_INFINITY)) {
            return a;
        }
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        boolean sameX = a.getAffineX().equals(b.getAffineX());
        if (sameX && !a.getAffineY().equals(b.getAffineY())) {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger slope = sameX
                ? a.getAffineX()
                        .pow(2)
                        .multiply(THREE)
                        .add(curve.getCurve().getA())
                        .multiply(a.getAffineY().multiply(TWO).modInverse(p))
                : b.getAffineY()
                        .subtract(a.getAffineY())
                        .multiply(b.getAffineX().subtract(a.getAffineX()).modInverse(p));
        BigInteger x =
                slope.pow(2).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(p);
        BigInteger y = slope.multiply(a.getAffineX().subtract(x))
                .subtract(a.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }
}

package io.posestream.inference.registry;

import io.posestream.inference.model.DescribedModel;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Ed25519 public keys by their ids. Immutable. */
public final class TrustedKeys {
    public static final TrustedKeys NONE = new TrustedKeys(Map.of());

    static final String ALGORITHM = "Ed25519";

    private static final int ID_DIGITS = 16;

    /** RFC 8032, section 5.1.6. */
    private static final int SIGNATURE_BYTES = 64;

    private static final int MAX_KEYS = 64;

    private final Map<String, PublicKey> byId;

    private TrustedKeys(Map<String, PublicKey> byId) {
        this.byId = Collections.unmodifiableMap(new TreeMap<>(byId));
    }

    /**
     * All keys of some files, each of which may hold several.
     *
     * @throws KeyFileException naming the file that holds none, or one of another kind
     */
    public static TrustedKeys read(Collection<Path> files) {
        Map<String, PublicKey> keys = new TreeMap<>();
        for (Path file : files) {
            List<byte[]> blocks = KeyFiles.blocks(file, KeyFiles.PUBLIC);
            if (blocks.isEmpty()) {
                throw new KeyFileException(file + ": holds no public key; ./pose models keygen makes a pair");
            }
            for (byte[] block : blocks) {
                PublicKey key = publicKey(file, block);
                keys.put(id(key), key);
            }
        }
        if (keys.size() > MAX_KEYS) {
            throw new KeyFileException(keys.size() + " public keys; at most " + MAX_KEYS);
        }
        return new TrustedKeys(keys);
    }

    static TrustedKeys of(PublicKey key) {
        return new TrustedKeys(Map.of(id(key), key));
    }

    static PublicKey publicKey(Path file, byte[] der) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
            throw new KeyFileException(file + ": holds a public key that is no " + ALGORITHM + " key", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java from 15 on has " + ALGORITHM, e);
        }
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the key's X.509 form. */
    static String id(PublicKey key) {
        return DescribedModel.sha256(key.getEncoded()).substring(0, ID_DIGITS);
    }

    public Set<String> ids() {
        return byId.keySet();
    }

    public boolean isEmpty() {
        return byId.isEmpty();
    }

    boolean holds(String id) {
        return byId.containsKey(id);
    }

    /** @param id of a key that it holds */
    boolean verifies(String id, byte[] signed, byte[] signature) {
        // Java cuts a signature in two before it looks at its length.
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(byId.get(id));
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (SignatureException e) { // it is no point and number of the curve
            return false;
        } catch (InvalidKeyException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a key that was read is usable", e);
        }
    }
}

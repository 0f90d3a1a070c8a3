package io.posestream.inference.registry;

import io.posestream.schemas.SignedRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Who may publish: an Ed25519 private key, which signs releases, with its public key, which workers trust. The private
 * key's file holds both, so that it needs no other.
 */
public final class SigningKey {
    /** Only its owner reads it. */
    public static final String PRIVATE_FILE = "posestream.key";

    /** For {@code POSE_TRUSTED_KEYS}. */
    public static final String PUBLIC_FILE = "posestream.pub";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(TrustedKeys.ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java from 15 on has " + TrustedKeys.ALGORITHM, e);
        }
    }

    /** @throws KeyFileException if the file does not hold a private key and its public key */
    public static SigningKey read(Path file) {
        List<byte[]> privates = KeyFiles.blocks(file, KeyFiles.PRIVATE);
        List<byte[]> publics = KeyFiles.blocks(file, KeyFiles.PUBLIC);
        if (privates.size() != 1 || publics.size() != 1) {
            throw new KeyFileException(file + ": holds " + privates.size() + " private and " + publics.size()
                    + " public keys; one of each is needed, as in the " + PRIVATE_FILE
                    + " that ./pose models keygen makes");
        }
        try {
            PrivateKey privateKey = KeyFactory.getInstance(TrustedKeys.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(privates.get(0)));
            SigningKey key = new SigningKey(privateKey, TrustedKeys.publicKey(file, publics.get(0)));
            key.requirePair(file);
            return key;
        } catch (InvalidKeySpecException e) {
            throw new KeyFileException(file + ": holds a private key that is no " + TrustedKeys.ALGORITHM + " key", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java from 15 on has " + TrustedKeys.ALGORITHM, e);
        }
    }

    private void requirePair(Path file) {
        byte[] trial = {1, 2, 3};
        if (!publicKey().verifies(id(), trial, signature(trial))) {
            throw new KeyFileException(file + ": its public key is not that of its private key");
        }
    }

    /** Makes the folder if need be. @throws KeyFileException if a file is there already, or cannot be written */
    public void write(Path folder) {
        Path privateFile = folder.resolve(PRIVATE_FILE);
        Path publicFile = folder.resolve(PUBLIC_FILE);
        if (Files.exists(publicFile)) {
            throw new KeyFileException(publicFile + " exists, and a key is never overwritten; use another folder");
        }
        String publicPem = KeyFiles.pem(KeyFiles.PUBLIC, publicKey.getEncoded());
        KeyFiles.makeFolder(folder);
        KeyFiles.write(privateFile, KeyFiles.pem(KeyFiles.PRIVATE, privateKey.getEncoded()) + publicPem, "rw-------");
        KeyFiles.write(publicFile, publicPem, "rw-r--r--");
    }

    public String id() {
        return TrustedKeys.id(publicKey);
    }

    /** What trusts this key and no other. */
    public TrustedKeys publicKey() {
        return TrustedKeys.of(publicKey);
    }

    SignedRelease sign(byte[] payload, List<Long> chunkOffsets) {
        return new SignedRelease(payload, id(), signature(SignedRelease.signedBytes(payload)), chunkOffsets);
    }

    private byte[] signature(byte[] bytes) {
        try {
            Signature signer = Signature.getInstance(TrustedKeys.ALGORITHM);
            signer.initSign(privateKey);
            signer.update(bytes);
            return signer.sign();
        } catch (NoSuchAlgorithmException | InvalidKeyException | SignatureException e) {
            throw new IllegalStateException("a key that was read is usable", e);
        }
    }
}

package io.posestream.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.Limits;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseCodec;
import io.posestream.schemas.ReleaseId;
import io.posestream.schemas.SignedRelease;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private static final SigningKey OURS = SigningKey.generate();
    private static final SigningKey ANOTHERS = SigningKey.generate();
    private static final ModelRelease RELEASE = SampleModels.release("pose/3", SampleModels.pose("student"));

    private final Trust trust = new Trust(OURS.publicKey(), RevokedReleases.NONE);

    @Test
    void whatATrustedKeySignedIsBelieved() {
        assertThat(trust.verify(RELEASE.id(), signed(RELEASE)).value()).contains(RELEASE);
    }

    @Test
    void anotherKeyIsNotBelieved() {
        SignedRelease signed = ANOTHERS.sign(ReleaseCodec.encode(RELEASE), List.of());

        assertRefused(
                signed, RefusalReason.UNKNOWN_KEY, "signed by \"" + ANOTHERS.id() + "\", trusted are [" + OURS.id());
    }

    @Test
    void withoutKeysNobodyIsBelieved() {
        Trust nobody = new Trust(TrustedKeys.NONE, RevokedReleases.NONE);

        assertThat(nobody.verify(RELEASE.id(), signed(RELEASE)).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.reason()).isEqualTo(RefusalReason.UNKNOWN_KEY));
    }

    @Test
    void aKeysNameAloneIsNotItsSignature() {
        SignedRelease signed = ANOTHERS.sign(ReleaseCodec.encode(RELEASE), List.of());

        assertRefused(
                new SignedRelease(signed.payload(), OURS.id(), signed.signature(), List.of()),
                RefusalReason.BAD_SIGNATURE,
                "a signature of 64 bytes does not hold for the ");
    }

    @Test
    void oneChangedBitIsSeen() {
        SignedRelease signed = signed(RELEASE);
        for (int i = 0; i < signed.payload().length; i++) {
            byte[] payload = signed.payload().clone();
            payload[i] ^= 1;
            assertRefused(
                    new SignedRelease(payload, OURS.id(), signed.signature(), List.of()),
                    RefusalReason.BAD_SIGNATURE,
                    payload.length + " bytes of the release");
        }
    }

    @Test
    void aSignatureOrPayloadOfAnotherLengthIsSeen() {
        SignedRelease signed = signed(RELEASE);
        byte[] payload = Arrays.copyOf(signed.payload(), signed.payload().length - 2);

        for (int length : new int[] {0, 1, 31, 63, 65, 200}) {
            assertRefused(
                    new SignedRelease(
                            signed.payload(), OURS.id(), Arrays.copyOf(signed.signature(), length), List.of()),
                    RefusalReason.BAD_SIGNATURE,
                    "a signature of " + length + " bytes");
        }
        assertRefused(
                new SignedRelease(payload, OURS.id(), signed.signature(), List.of()),
                RefusalReason.BAD_SIGNATURE,
                "does not hold");
    }

    /** The same release in other bytes, as another writer would make it. */
    @Test
    void aReserialisedPayloadIsNotTheSignedOne() {
        byte[] payload = ReleaseCodec.encode(RELEASE);
        byte[] reordered = new byte[payload.length];
        int firstField = 2 + payload[1];
        System.arraycopy(payload, firstField, reordered, 0, payload.length - firstField);
        System.arraycopy(payload, 0, reordered, payload.length - firstField, firstField);
        SignedRelease signed = signed(RELEASE);

        assertThat(ReleaseCodec.decodeRelease(reordered)).isEqualTo(RELEASE);
        assertRefused(
                new SignedRelease(reordered, OURS.id(), signed.signature(), List.of()),
                RefusalReason.BAD_SIGNATURE,
                "does not hold");
    }

    /** What the key signs for another purpose, were it the very bytes of a release, is no release. */
    @Test
    void aSignatureWithoutTheDomainIsNone(@TempDir Path folder) throws GeneralSecurityException {
        OURS.write(folder);
        byte[] privateKey = KeyFiles.blocks(folder.resolve(SigningKey.PRIVATE_FILE), KeyFiles.PRIVATE)
                .get(0);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
        byte[] payload = ReleaseCodec.encode(RELEASE);
        signer.update(payload);

        assertRefused(
                new SignedRelease(payload, OURS.id(), signer.sign(), List.of()),
                RefusalReason.BAD_SIGNATURE,
                "does not hold");
    }

    @Test
    void theHintsAreNotSigned() {
        assertThat(trust.verify(RELEASE.id(), signed(RELEASE).withChunkOffsets(List.of(99L)))
                        .value())
                .contains(RELEASE);
    }

    @Test
    void aReleaseCountsUnderItsOwnNameOnly() {
        assertThat(trust.verify(ReleaseId.parse("pose/4"), signed(RELEASE)).refusal())
                .hasToString("Optional[malformed: what was signed is pose/3, its record says pose/4]");
    }

    @Test
    void whatWasSignedMayBeRubbish() {
        assertRefused(OURS.sign(new byte[] {99}, List.of()), RefusalReason.MALFORMED, "release of 1 bytes");
    }

    @Test
    void aRevokedReleaseIsRefusedByNameOrDigest() {
        for (RevokedReleases revoked : List.of(
                new RevokedReleases(Set.of(RELEASE.id()), Set.of()),
                new RevokedReleases(Set.of(), Set.of(RELEASE.sha256())))) {
            assertThat(new Trust(OURS.publicKey(), revoked)
                            .verify(RELEASE.id(), signed(RELEASE))
                            .refusal())
                    .hasToString("Optional[revoked: pose/3 with sha256 " + RELEASE.sha256() + " was revoked]");
        }
    }

    @Test
    void whatNeedsANewerWorkerIsRefused() {
        ModelRelease newer =
                SampleModels.release("pose/3", SampleModels.contract("student", ChannelOrder.RGB), new byte[] {1}, 2);

        assertRefused(
                signed(newer),
                RefusalReason.NEEDS_NEWER_WORKER,
                "needs a worker that serves version 2, this one serves 1");
    }

    @Test
    void aModelAboveTheLimitIsRefusedUnseen() {
        long sizeBytes = Limits.MAX_MODEL_BYTES + 1;
        assertRefused(
                signed(of(sizeBytes, RELEASE.contractMetadata())),
                RefusalReason.TOO_LARGE,
                "268435457 bytes; at most 268435456 are served");
    }

    @Test
    void aContractForAnotherSlotIsRefused() {
        assertRefused(
                signed(of(9, SampleModels.detector("finder").contract().toMetadata())),
                RefusalReason.WRONG_CONTRACT,
                "a contract for the slot detector in pose/3");
        assertRefused(
                signed(of(9, Map.of("posestream.contract", "2"))),
                RefusalReason.WRONG_CONTRACT,
                "contract version 2; this worker reads version 1");
    }

    private static ModelRelease of(long sizeBytes, Map<String, String> contract) {
        return new ModelRelease(
                RELEASE.id(),
                "student",
                RELEASE.sha256(),
                sizeBytes,
                ChunkKey.count(sizeBytes),
                contract,
                0,
                "",
                "",
                false,
                1,
                Optional.empty());
    }

    private static SignedRelease signed(ModelRelease release) {
        return OURS.sign(ReleaseCodec.encode(release), List.of());
    }

    private void assertRefused(SignedRelease signed, RefusalReason reason, String detail) {
        assertThat(trust.verify(RELEASE.id(), signed).refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.detail()).contains(detail);
        });
    }
}

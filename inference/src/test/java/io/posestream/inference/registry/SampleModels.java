package io.posestream.inference.registry;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.OnnxGraphs;
import io.posestream.schemas.ChunkKey;
import io.posestream.schemas.GoldenAnswer;
import io.posestream.schemas.Layouts;
import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.schemas.ModelRelease;
import io.posestream.schemas.ReleaseId;
import java.util.List;
import java.util.Optional;

/** Models that describe themselves, of as many bytes as a test wants, and their releases. */
public final class SampleModels {
    static final String CARD = "{\"steps\":7}";
    static final long PUBLISHED_MICROS = 1_760_000_000_000_000L;

    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    private SampleModels() {}

    /** A pose network of one chunk; those with other names are other files. */
    public static DescribedModel pose(String name) {
        return pose(name, 1);
    }

    /** @param chunks the last of which is not full */
    static DescribedModel pose(String name, int chunks) {
        return DescribedModel.of(OnnxGraphs.described(
                OnnxGraphs.simcc(OnnxGraphs.OPEN, 17, 24, 32),
                contract(name, ChannelOrder.RGB),
                CARD,
                (chunks - 1) * ChunkKey.CHUNK_BYTES));
    }

    static ModelContract contract(String name, ChannelOrder order) {
        return new ModelContract(
                name,
                Codec.SIMCC,
                "input",
                24,
                32,
                order,
                ZEROS,
                ONES,
                List.of("simcc_x", "simcc_y"),
                Layouts.COCO_17.keypoints(),
                1,
                ModelContract.USUAL_BOX_PADDING);
    }

    public static DescribedModel detector(String name) {
        ModelContract contract = new ModelContract(
                name,
                Codec.RTMDET,
                "input",
                64,
                48,
                ChannelOrder.BGR,
                ZEROS,
                ONES,
                List.of("dets", "labels"),
                List.of(),
                0,
                0);
        float[][] rows = {{1, 2, 20, 30, .9f}};
        return DescribedModel.of(OnnxGraphs.described(OnnxGraphs.detector(64, 48, rows, 0), contract, "", 0));
    }

    /** As it is announced. */
    static ModelRelease release(String id, DescribedModel model) {
        return release(id, model.contract(), model.bytes(), 1, Optional.of(model.goldenAnswer()));
    }

    static ModelRelease release(String id, ModelContract contract, byte[] bytes, int minWorkerVersion) {
        return release(id, contract, bytes, minWorkerVersion, Optional.empty());
    }

    private static ModelRelease release(
            String id, ModelContract contract, byte[] bytes, int minWorkerVersion, Optional<GoldenAnswer> golden) {
        return new ModelRelease(
                ReleaseId.parse(id),
                contract.name(),
                DescribedModel.sha256(bytes),
                bytes.length,
                ChunkKey.count(bytes.length),
                contract.toMetadata(),
                PUBLISHED_MICROS,
                CARD,
                "",
                true,
                minWorkerVersion,
                golden);
    }
}

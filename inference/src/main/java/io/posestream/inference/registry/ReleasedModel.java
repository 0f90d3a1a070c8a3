package io.posestream.inference.registry;

import io.posestream.inference.model.DescribedModel;
import io.posestream.inference.model.ModelException;
import io.posestream.inference.model.NotSelfContainedException;
import io.posestream.schemas.ModelRelease;

/** A release that a trusted key has signed, and its model, which is the signed one; ready to be loaded. */
public record ReleasedModel(ModelRelease release, DescribedModel model) {
    /** @param bytes with the release's digest */
    static Checked<ReleasedModel> of(ModelRelease release, byte[] bytes) {
        try {
            DescribedModel model = DescribedModel.of(bytes);
            return model.contract().equals(release.contract())
                    ? Checked.accepted(new ReleasedModel(release, model))
                    : Checked.refused(
                            RefusalReason.WRONG_CONTRACT,
                            "the file's contract is " + model.contract().toMetadata() + ", the release says "
                                    + release.contractMetadata());
        } catch (NotSelfContainedException e) {
            return Checked.refused(RefusalReason.NOT_SELF_CONTAINED, e.getMessage());
        } catch (ModelException e) {
            return Checked.refused(RefusalReason.WRONG_CONTRACT, e.getMessage());
        }
    }
}

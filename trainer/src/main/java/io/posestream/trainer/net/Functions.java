package io.posestream.trainer.net;

/** What a student needs of PyTorch beyond DJL's operators: these are faster, or DJL has no such type. */
record Functions(TorchFunction silu, TorchFunction hardSigmoid, TorchFunction bfloat16, TorchFunction float32)
        implements AutoCloseable {
    static Functions load() {
        return new Functions(
                new TorchFunction("torch.silu(x)"),
                new TorchFunction("torch.hardsigmoid(x)"),
                new TorchFunction("torch.to(x, 15)"),
                new TorchFunction("torch.to(x, 6)"));
    }

    @Override
    public void close() {
        silu.close();
        hardSigmoid.close();
        bfloat16.close();
        float32.close();
    }
}

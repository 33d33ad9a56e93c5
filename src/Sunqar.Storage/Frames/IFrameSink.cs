using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Frames;

/// <summary>Takes the batches of a journal byte for byte, stream by stream.</summary>
internal interface IFrameSink
{
    /// <param name="frame">Head and records; it lives until the call returns.</param>
    void Add(string stream, in FrameHead head, ReadOnlySpan<byte> frame);

    /// <summary>A stream is whole.</summary>
    /// <param name="chain">Hash of its last batch.</param>
    void End(StreamHead stream, ReadOnlySpan<byte> chain);
}

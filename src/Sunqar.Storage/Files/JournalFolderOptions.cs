namespace Sunqar.Storage.Files;

/// <summary>How a journal in a folder behaves; the defaults are for real use.</summary>
public sealed record JournalFolderOptions
{
    /// <summary>A segment takes no further batch that would make it larger, bytes.</summary>
    public long SegmentBytes { get; init; } = 64 << 20;

    /// <summary>Where the time of recording comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Is told when something was repaired that a person should know of, such as a cut last batch.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Threads that check the segments at open.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);
}

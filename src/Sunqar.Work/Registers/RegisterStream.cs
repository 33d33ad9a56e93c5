using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Registers;

/// <summary>The stream of registers has several who write to it now and then: one after another, or the one who opened it before would lose
/// its lease in the midst of an append.</summary>
internal static class RegisterStream
{
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <exception cref="IOException">The journal could not take it.</exception>
    public static async Task AppendAsync(IJournal journal, IReadOnlyList<Fact> facts)
    {
        await Turn.WaitAsync();
        try
        {
            using var writer = journal.Open(Streams.Registry);
            var outcome = await writer.AppendAsync([.. facts]);
            if (!outcome.IsAppended)
                throw new IOException(outcome.Reason);
        }
        finally
        {
            Turn.Release();
        }
    }
}

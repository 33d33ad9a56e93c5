using System.Runtime.InteropServices;

namespace Sunqar.Work.Mining;

/// <summary>A thread of its own for a piece of mining, which the system lets run where nobody else wants the core.</summary>
internal static partial class MiningThread
{
    // setpriority(2): of one process or thread; 0 is the caller's own, which on Linux is the thread.
    private const int OneProcess = 0,
        Nicest = 19;

    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(
            () =>
            {
                // A long-running task has a thread to itself that ends with it, so no other work becomes nice. Where the system refuses,
                // mining runs as everything else does.
                _ = SetPriority(OneProcess, 0, Nicest);
                return work();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}

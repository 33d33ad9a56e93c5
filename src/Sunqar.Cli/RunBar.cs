using System.Globalization;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli;

/// <summary>Says on stderr how far a run is: one line that is written over on a terminal, one line a finished step elsewhere.</summary>
internal sealed class RunBar : IDisposable
{
    private const int BarCells = 24;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private readonly HashSet<string> _told = [];
    private bool _stopped;

    private RunBar(ProgressBoard board) => _watching = Task.Run(() => WatchAsync(board));

    public static RunBar Watch(ProgressBoard board) => new(board);

    public void Dispose()
    {
        if (_stopped)
        {
            return;
        }
        _stopped = true;
        _stop.Cancel();
        _watching.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task WatchAsync(ProgressBoard board)
    {
        while (true)
        {
            Show(board.Steps);
            try
            {
                await Task.Delay(200, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                Show(board.Steps);
                return;
            }
        }
    }

    private void Show(IEnumerable<RunStep> steps)
    {
        foreach (var step in steps)
        {
            if (step.State is StepState.Done or StepState.Failed && _told.Add(step.Name))
            {
                Console.Error.WriteLine(
                    Over(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{step.Name, -8} {step.Seconds, 6:F1} s  {(step.State == StepState.Failed ? "failed" : step.Note)}"
                        )
                    )
                );
            }
            else if (step.State == StepState.Running && !Console.IsErrorRedirected)
            {
                var full = (int)(BarCells * Math.Clamp(step.Fraction ?? 0, 0, 1));
                Console.Error.Write(
                    Over(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{step.Name, -8} {step.Seconds, 6:F1} s  "
                                + $"[{new string('=', full)}{new string(' ', BarCells - full)}] {step.Note}"
                        )
                    )
                );
            }
        }
    }

    private static string Over(string line) => Console.IsErrorRedirected ? line : "\r\u001b[K" + line;
}

using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages.Parts;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages;

/// <summary>The run's steps as server-sent events: <c>steps</c> carries the panel as HTML, <c>done</c> says that the page may be
/// refreshed.</summary>
public sealed class ProgressStream(IConsoleState state, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime)
{
    /// <summary>At most one event in this time, however fast the steps move: about as fast as an eye follows.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    private readonly Dictionary<string, int> _watching = new(StringComparer.Ordinal);

    /// <param name="words">Of whoever follows.</param>
    /// <param name="who">The account, or the address of whoever is not signed in.</param>
    public IResult Open(string who, ConsoleWords words, CancellationToken cancel)
    {
        if (!Enter(who))
        {
            return Results.Problem("Too many pages follow the run; reload later.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        return TypedResults.ServerSentEvents(EventsAsync(who, words, cancel));
    }

    private bool Enter(string who)
    {
        lock (_watching)
        {
            var own = _watching.GetValueOrDefault(who);
            if (own >= ServerLimits.WatchersOfOneMax || _watching.Values.Sum() >= ServerLimits.WatchersMax)
                return false;
            _watching[who] = own + 1;
            return true;
        }
    }

    private void Leave(string who)
    {
        lock (_watching)
        {
            if (--_watching[who] == 0)
                _watching.Remove(who);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        string who,
        ConsoleWords words,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        // The server's stop ends the stream as well: a page that watches must not hold it open.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        await using var scope = scopes.CreateAsyncScope();
        var renderer = scope.ServiceProvider.GetRequiredService<HtmlRenderer>();
        try
        {
            await using var boards = state.Progress.Watch(either.Token).GetAsyncEnumerator(either.Token);
            while (await HasNextAsync(boards))
            {
                var (steps, finished) = boards.Current;
                yield return new SseItem<string>(await RenderAsync(renderer, steps, words), "steps");
                if (finished)
                {
                    yield return new SseItem<string>("finished", "done");
                    yield break;
                }
                await Task.Delay(Pace, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Leave(who);
        }
    }

    /// <summary>False too when the reader has left or the server stops: both are ends of the stream, not errors.</summary>
    private static async Task<bool> HasNextAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Task<string> RenderAsync(HtmlRenderer renderer, IReadOnlyList<RunStep> steps, ConsoleWords words) =>
        renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(
                new Dictionary<string, object?> { [nameof(StepsPanel.Steps)] = steps, [nameof(Worded.Spoken)] = words }
            );
            return (await renderer.RenderComponentAsync<StepsPanel>(parameters)).ToHtmlString();
        });
}

using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages;

/// <summary>What every page and part of the console is: something that speaks in the language of whoever reads.</summary>
public abstract class Worded : ComponentBase
{
    /// <summary>The request that is answered; none where a part is made for a stream of events.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>The words of whoever follows a stream, which has no request of its own; null on a page.</summary>
    [Parameter]
    public ConsoleWords? Spoken { get; set; }

    /// <summary>The words of whoever reads.</summary>
    protected ConsoleWords W => field ??= Spoken ?? Http.Reader();

    /// <summary>"en" for a text that nobody has told in the reader's language yet; null for one in theirs.</summary>
    protected string? Tongue(string english) => W.Language != "en" && W.Said(english) == english ? "en" : null;

    /// <summary>"a head or a supervisor", by the roles that may.</summary>
    protected string Named(IEnumerable<Core.Acts.Role> roles) =>
        string.Join(W["word.or"], roles.Select(role => W.Said(Words.Role(role)).ToLowerInvariant()));
}

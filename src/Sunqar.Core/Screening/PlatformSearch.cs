using Sunqar.Core.Blocking;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Screening;

/// <summary>
/// Finds platforms by whatever a citizen has of them: a name in any script, a brand, an address of a page, a wallet, a Telegram handle, an
/// app. Made once for a registry; immutable, for any number of threads.
/// </summary>
public sealed class PlatformSearch
{
    /// <summary>Characters that may be asked for.</summary>
    public const int QueryMax = 200;

    /// <summary>Most answers to one question.</summary>
    public const int AnswersMax = 10;

    private readonly RegistrySnapshot _registry;
    private readonly LookAlikes _lookAlikes;
    private readonly Dictionary<string, string> _domains = [];
    private readonly Dictionary<string, List<(string Code, string By)>> _words = [];
    private readonly Dictionary<string, Actor> _actors = [];
    private readonly List<(string Latin, string Code)> _spoken = [];

    public PlatformSearch(RegistrySnapshot registry, PublicSuffixes suffixes)
    {
        _registry = registry;
        foreach (var listing in registry.AllListings.OrderBy(l => l.Code, StringComparer.Ordinal))
        {
            Take(listing);
        }
        foreach (var actor in registry.Actors.OrderBy(a => a.Id, StringComparer.Ordinal))
        {
            foreach (var name in actor.Aliases.Prepend(actor.Name))
            {
                _actors.TryAdd(Folded(name), actor);
            }
            foreach (var domain in actor.Domains)
            {
                _actors.TryAdd(Host(domain) is { } name ? name.Ascii : "", actor);
            }
        }
        _lookAlikes = new LookAlikes(
            suffixes,
            registry
                .AllListings.Where(l => l.Status == PlatformListing.Licensed)
                .SelectMany(l => l.Domains.Select(d => (l.Code, Name: Host(d) ?? default)))
                .Where(d => d.Name.Ascii.Length > 0)
                .Select(d => new Brand(d.Name, d.Code))
        );
    }

    /// <summary>The answers, what was met most surely first; one of <see cref="PlatformVerdict.NotKnown"/> where nothing was met.</summary>
    /// <param name="query">At most <see cref="QueryMax"/> characters; whoever asks has checked that.</param>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z: licences count as of this moment.</param>
    public IReadOnlyList<PlatformAnswer> Find(string query, long nowUs)
    {
        var text = query.Trim();
        if (text.Length is 0 or > QueryMax)
        {
            return [NotKnown(null)];
        }
        var answers = Wallet(text, nowUs) ?? Handle(text, nowUs) ?? Site(text, nowUs);
        answers = answers is { Count: > 0 } ? answers : Named(text, nowUs);
        return answers.Count > 0 ? answers : [NotKnown(Like(text, nowUs))];
    }

    private static PlatformAnswer NotKnown(string? caution) =>
        new(
            PlatformVerdict.NotKnown,
            "Not known: no register names it. Do not pay before you have asked the regulator.",
            "",
            null,
            caution
        );

    private void Take(PlatformListing listing)
    {
        void Add(string key, string by)
        {
            if (key.Length > 0)
            {
                var codes = _words.TryGetValue(key, out var known) ? known : _words[key] = [];
                if (codes.All(c => c.Code != listing.Code))
                {
                    codes.Add((listing.Code, by));
                }
            }
        }
        foreach (var brand in listing.Brands)
        {
            Add(Folded(brand), "brand");
        }
        foreach (var brand in listing.Brands.Append(listing.Name))
        {
            if (SpokenName.Latin(brand) is { } latin)
                _spoken.Add((latin, listing.Code));
        }
        Add(Folded(listing.Name), "name");
        Add(Folded(listing.Code), "code");
        foreach (var handle in listing.Telegram)
        {
            Add(HandleOf(handle) ?? "", "handle");
        }
        foreach (var app in listing.Apps)
        {
            Add("app " + app.ToLowerInvariant(), "app");
        }
        foreach (var domain in listing.Domains)
        {
            if (Host(domain) is { } name)
            {
                _domains[name.Ascii] = listing.Code;
            }
        }
    }

    private List<PlatformAnswer>? Wallet(string asked, long nowUs)
    {
        var text = AccountForm.Of(asked);
        if (_registry.PlatformOfWallet(text) is { } code)
        {
            return [PlatformAnswer.Of(_registry, code, "wallet", nowUs)];
        }
        if (_registry.Wallet("", text, nowUs) is var standing and not WalletStanding.Clear)
        {
            var why = standing == WalletStanding.Sanctioned ? "The wallet is on a sanctions list." : "The wallet is seized or frozen.";
            return [new(PlatformVerdict.Unlicensed, $"Do not pay. {why}", "wallet", null, null)];
        }
        return null;
    }

    /// <summary>@name, t.me/name, https://t.me/name?start=…</summary>
    private static string? HandleOf(string text)
    {
        var bare = text.Trim().ToLowerInvariant();
        foreach (var start in (ReadOnlySpan<string>)["https://", "http://", "t.me/", "telegram.me/", "@"])
        {
            bare = bare.StartsWith(start, StringComparison.Ordinal) ? bare[start.Length..] : bare;
        }
        var end = bare.AsSpan().IndexOfAnyExcept(System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_"));
        bare = end < 0 ? bare : bare[..end];
        return bare.Length is >= 3 and <= 64 ? "@" + bare : null;
    }

    private List<PlatformAnswer>? Handle(string text, long nowUs)
    {
        var isHandle =
            text.StartsWith('@')
            || text.Contains("t.me/", StringComparison.OrdinalIgnoreCase)
            || text.Contains("telegram.me/", StringComparison.OrdinalIgnoreCase);
        return isHandle && HandleOf(text) is { } handle ? Met(handle, nowUs) : null;
    }

    private List<PlatformAnswer> Met(string key, long nowUs) =>
        [
            .. _words
                .GetValueOrDefault(key, [])
                .Take(AnswersMax)
                .Select(c => PlatformAnswer.Of(_registry, c.Code, c.By, nowUs))
                .OrderBy(a => (byte)a.Verdict),
        ];

    /// <summary>The name in an address as people copy it, in any script; null where there is none.</summary>
    private static DomainName? Host(string text) => DomainName.TryParse(DomainName.HostOf(text), out var name, out _) ? name : null;

    private List<PlatformAnswer>? Site(string text, long nowUs)
    {
        if (text.Contains(' ', StringComparison.Ordinal) || Host(text) is not { } host)
        {
            return null;
        }
        foreach (var name in host.Upwards())
        {
            if (_domains.TryGetValue(name, out var code))
            {
                return [PlatformAnswer.Of(_registry, code, "domain", nowUs)];
            }
        }
        var caution = _lookAlikes.Find(host) is { } alike
            ? $"It {(alike.Why.StartsWith("looks", StringComparison.Ordinal) ? "" : "bears ")}{alike.Why}, and is not {alike.Brand}."
            : null;
        if (_registry.IsDangerousDomain(host.Ascii))
        {
            return [new(PlatformVerdict.Unlicensed, "Do not pay. The site is on a list of fraudulent ones.", "list", null, caution)];
        }
        if (caution is not null)
        {
            return [NotKnown(caution)];
        }
        return host.Upwards().Select(name => _actors.GetValueOrDefault(name)).FirstOrDefault(a => a is not null) is { } actor
            ? [Elsewhere(actor)]
            : null;
    }

    private List<PlatformAnswer> Named(string text, long nowUs)
    {
        var answers = Met("app " + text.ToLowerInvariant(), nowUs);
        answers.AddRange(Met(Folded(text), nowUs));
        if (answers.Count == 0 && SpokenName.Cyrillic(text) is { } spoken)
        {
            answers.AddRange(
                _spoken
                    .Where(brand => SpokenName.Is(spoken, brand.Latin))
                    .Select(brand => brand.Code)
                    .Distinct()
                    .Take(AnswersMax)
                    .Select(code => PlatformAnswer.Of(_registry, code, "spelling by ear", nowUs))
                    .OrderBy(answer => (byte)answer.Verdict)
            );
        }
        if (answers.Count == 0 && Folded(text) is { Length: > 0 } key && _actors.TryGetValue(key, out var actor))
        {
            answers.Add(Elsewhere(actor));
        }
        return answers;
    }

    private static PlatformAnswer Elsewhere(Actor actor) =>
        new(
            PlatformVerdict.NotKnown,
            $"Not known to the register. {actor.Name} does business "
                + $"elsewhere{(actor.Jurisdictions.Count == 0 ? "" : $" ({string.Join(", ", actor.Jurisdictions)})")}; that is no licence here.",
            "actor",
            null,
            null
        );

    /// <summary>A licensed brand that the name nearly is: the citizen may have been led to an imitation.</summary>
    private string? Like(string text, long nowUs)
    {
        var key = Folded(text);
        foreach (var (word, codes) in _words.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            if (
                key.Length >= 4
                && word[0] != '@'
                && Math.Abs(word.Length - key.Length) <= 2
                && TokenDistance.Similarity(word, key) > 0
                && codes.FirstOrDefault(c => _registry.LicenceAt(c.Code, nowUs) is not null) is { Code: { } code }
            )
            {
                return $"It sounds like {_registry.LicenceAt(code, nowUs)!.Name}, and is not it.";
            }
        }
        return null;
    }

    /// <summary>A name as it sounds, in one piece, without its legal form.</summary>
    private static string Folded(string name)
    {
        var tokens = NameTokens.Readings(name).Company;
        var telling = tokens.Where(t => t.IsName).ToList();
        return string.Concat((telling.Count > 0 ? telling : tokens).Select(t => t.Whole));
    }
}

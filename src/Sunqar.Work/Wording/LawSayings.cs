using System.Globalization;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Law;

namespace Sunqar.Work.Wording;

/// <summary>The register of law's citations in each language, put together from act, place and standing as <see cref="Provision"/> puts
/// them together in English; and what measures say of their law.</summary>
internal static class LawSayings
{
    /// <param name="known">Titles of acts, places in them, figures and meanings.</param>
    public static IEnumerable<Saying> Of(Sayings known)
    {
        var (kk, ru) = (new Register(known, "kk"), new Register(known, "ru"));
        foreach (var line in LawRegister.Shipped.All)
        {
            yield return new Saying(line.Citation, kk.Citation(line), ru.Citation(line));
            yield return new Saying(line.Article, kk.Said(line.Article), ru.Said(line.Article));
        }
        foreach (var kind in MeasureKinds.All)
            yield return new Saying(kind.Law, kk.Law(kind), ru.Law(kind));
    }

    private sealed class Register(Sayings known, string language)
    {
        private readonly ConsoleWords _words = ConsoleWords.Find(language)!;

        public string Citation(Provision line)
        {
            var place = line.Article == "-" ? Said(line.Act.Title) : $"{Said(line.Act.Title)}, {Said(line.Article)}";
            return line.Review is { } review
                    ? _words.Of("cite.reviewed", place, review.Day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture))
                : line.Standing == LawStanding.Read ? place
                : _words.Of(line.Standing == LawStanding.Press ? "cite.press" : "cite.unreviewed", place);
        }

        /// <summary>A measure whose law is a line of the register; the others say it in a sentence of their own.</summary>
        public string Law(MeasureKind kind)
        {
            var line = LawRegister.Shipped.Newest(kind.LawKey);
            var (meaning, figure) = (Said(line.Meaning), line.Value is null ? "" : ": " + Said(line.Figure));
            return !kind.Law.Contains(line.Citation, StringComparison.Ordinal)
                ? Said(kind.Law)
                : $"{char.ToUpperInvariant(meaning[0])}{meaning[1..]} ({Citation(line)}{figure}).";
        }

        public string Said(string english) => _words.Known(known, english);
    }
}

namespace Sunqar.Core.Screening;

/// <summary>Turns the pairs that a score was made of into lines that can be read.</summary>
internal static class Explanation
{
    public static IReadOnlyList<TokenMatch> Of(
        List<NameToken> asked,
        ReadOnlySpan<double> weights,
        IndexedName name,
        ScreeningIndex index,
        List<NamePairing.Pair> pairs
    )
    {
        var lines = new List<TokenMatch>();
        var askedTaken = new bool[asked.Count];
        var listedTaken = new bool[name.Tokens.Length];
        foreach (var pair in pairs.OrderBy(p => p.Asked))
        {
            askedTaken.AsSpan(pair.Asked, pair.AskedCount).Fill(true);
            listedTaken.AsSpan(pair.Listed, pair.ListedCount).Fill(true);
            var given = string.Join(' ', asked.Skip(pair.Asked).Take(pair.AskedCount).Select(t => t.Text));
            var listed = string.Join(' ', name.Tokens.Skip(pair.Listed).Take(pair.ListedCount).Select(t => t.Text));
            lines.Add(
                new(
                    given,
                    listed,
                    Agreement(pair, given, listed, asked[pair.Asked], name.Tokens[pair.Listed]),
                    Percent(pair.Similarity),
                    Percent(weights[pair.Asked])
                )
            );
        }
        for (var i = 0; i < asked.Count; i++)
        {
            if (!askedTaken[i])
            {
                lines.Add(new(asked[i].Text, "", TokenAgreement.OnlyAsked, 0, Percent(weights[i])));
            }
        }
        for (var i = 0; i < name.Tokens.Length; i++)
        {
            if (!listedTaken[i])
            {
                lines.Add(
                    new(
                        "",
                        name.Tokens[i].Text,
                        TokenAgreement.OnlyListed,
                        0,
                        Percent(NamePairing.WeightOf(name.Tokens[i].Kind, index.Words[name.Words[i]].Weight))
                    )
                );
            }
        }
        return lines;
    }

    private static TokenAgreement Agreement(
        NamePairing.Pair pair,
        string asked,
        string listed,
        NameToken askedToken,
        NameToken listedToken
    ) =>
        pair.AskedCount + pair.ListedCount > 2 ? TokenAgreement.Joined
        : asked.Equals(listed, StringComparison.OrdinalIgnoreCase) ? TokenAgreement.Same
        : askedToken.Sound == listedToken.Sound ? TokenAgreement.SameSound
        : askedToken.Sound.Length == 1 || listedToken.Sound.Length == 1 ? TokenAgreement.Initial
        : TokenAgreement.Alike;

    private static int Percent(double share) => (int)Math.Round(share * 100);
}

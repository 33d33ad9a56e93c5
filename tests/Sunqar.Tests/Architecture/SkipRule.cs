using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sunqar.Tests.Architecture;

/// <summary>
/// Which tests skip where nobody may. <c>Assert.All</c> and its like gather whatever an item throws into a failure, a skip too: a machine
/// that lacks something would fail instead of saying so.
/// </summary>
internal static class SkipRule
{
    private static readonly string[] Gathering = ["All", "AllAsync", "Collection", "CollectionAsync", "Multiple", "MultipleAsync"];
    private static readonly string[] Skipping = ["Skip", "SkipUnless", "SkipWhen"];

    private static readonly Lazy<HashSet<Member>> OfTheRepository = new(() => Skippers(SourceFile.All.Where(IsTest), []));

    /// <summary>A method by its type; <c>.ctor</c> for constructors.</summary>
    private readonly record struct Member(string Type, string Name);

    public static bool IsTest(SourceFile file) => file.IsCSharp && file.Path.StartsWith("tests/", StringComparison.Ordinal);

    public static IEnumerable<string> Offences(SourceFile file)
    {
        var skippers = Skippers([file], OfTheRepository.Value);
        return from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
            where Called(call) is { Type: "Assert" } gathering && Gathering.Contains(gathering.Name)
            where Gathered(call).Any(node => Called(node) is { } member && skippers.Contains(member))
            select $"line {call.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: skips inside Assert.{Called(call)!.Value.Name}";
    }

    /// <summary>What runs for each item: the lambdas, and methods that are named; the items themselves are made before.</summary>
    private static IEnumerable<SyntaxNode> Gathered(InvocationExpressionSyntax call) =>
        call
            .ArgumentList.Arguments.Select(argument => argument.Expression)
            .SelectMany(expression =>
                expression is AnonymousFunctionExpressionSyntax ? expression.DescendantNodes()
                : expression is IdentifierNameSyntax ? [expression]
                : []
            );

    /// <summary>Everything that skips, itself or by what it calls.</summary>
    /// <param name="known">What skips elsewhere.</param>
    private static HashSet<Member> Skippers(IEnumerable<SourceFile> files, IEnumerable<Member> known)
    {
        var calls = (
            from file in files
            from body in file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>()
            let member = body switch
            {
                MethodDeclarationSyntax method => new Member(TypeOf(method), method.Identifier.Text),
                ConstructorDeclarationSyntax made => new Member(TypeOf(made), ".ctor"),
                PropertyDeclarationSyntax property => new Member(TypeOf(property), property.Identifier.Text),
                _ => default(Member?),
            }
            where member is not null
            select (Member: member.Value, Calls: body.DescendantNodes().Select(Called).OfType<Member>().ToList())
        ).ToList();
        var skippers = known.Concat(Skipping.Select(name => new Member("Assert", name))).ToHashSet();
        while (calls.Where(one => one.Calls.Exists(skippers.Contains)).Any(one => skippers.Add(one.Member))) { }
        return skippers;
    }

    /// <summary>What a node calls, as far as its own words tell: <c>M()</c>, <c>Type.M()</c>, <c>new Type()</c>, or a property by its
    /// name.</summary>
    private static Member? Called(SyntaxNode node) =>
        node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax type } access } =>
                new Member(type.Identifier.Text, access.Name.Identifier.Text),
            InvocationExpressionSyntax { Expression: SimpleNameSyntax own } => new Member(TypeOf(node), own.Identifier.Text),
            ObjectCreationExpressionSyntax { Type: SimpleNameSyntax made } => new Member(made.Identifier.Text, ".ctor"),
            IdentifierNameSyntax { Parent: not (InvocationExpressionSyntax or MemberAccessExpressionSyntax) } read => new Member(
                TypeOf(node),
                read.Identifier.Text
            ),
            _ => null,
        };

    private static string TypeOf(SyntaxNode node) =>
        node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text ?? "";
}

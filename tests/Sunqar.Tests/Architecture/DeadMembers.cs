using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sunqar.Tests.Architecture;

/// <summary>
/// Members that no code of the given assemblies uses, told from compiled code. Not asked for: what somebody else calls by a contract
/// (overrides, implementations of interfaces, entry points, constructors, operators, delegates, middleware), what a framework sets or reads
/// (parameters of Razor parts, serialised and generated types), constants, which leave no trace in compiled code, and the values that a
/// record is made of, which its equality and its text read. Whatever else a record says of all its members is no use of them, and neither
/// is what a member says of itself.
/// </summary>
internal sealed class DeadMembers
{
    private static readonly string[] FrameworkAttributes =
    [
        "ParameterAttribute",
        "CascadingParameterAttribute",
        "InjectAttribute",
        "SupplyParameterFromFormAttribute",
        "JsonPropertyNameAttribute",
        "JsonIncludeAttribute",
        "DecimalConstantAttribute",
    ];

    private static readonly string[] RecordMembers =
    [
        "Equals",
        "GetHashCode",
        "ToString",
        "PrintMembers",
        "Deconstruct",
        "<Clone>$",
        "get_EqualityContract",
        "op_Equality",
        "op_Inequality",
    ];

    private readonly Dictionary<string, HashSet<string>> _users = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly List<TypeDefinition> _types;

    private DeadMembers(IEnumerable<ModuleDefinition> modules) => _types = [.. modules.SelectMany(module => module.GetTypes())];

    /// <summary>The full names of all that is dead, in order.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<ModuleDefinition> modules)
    {
        var members = new DeadMembers(modules);
        members.Note();
        return [.. members._types.Where(IsAsked).SelectMany(members.Dead).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Who uses what, by full names; and the words in which the rule compiler, which alone does so, names members to
    /// reflection.</summary>
    private void Note()
    {
        foreach (var method in _types.SelectMany(type => type.Methods).Where(method => method.HasBody && !IsRecords(method)))
        {
            var user = Outer(method);
            var namesMembers = method.DeclaringType.FullName.StartsWith("Sunqar.Core.Rulebook.", StringComparison.Ordinal);
            foreach (var instruction in method.Body.Instructions)
            {
                switch (instruction.Operand)
                {
                    case MethodReference called:
                        Use(called.Resolve(), user);
                        break;
                    // What is only written tells nobody anything.
                    case FieldReference field when instruction.OpCode != OpCodes.Stfld && instruction.OpCode != OpCodes.Stsfld:
                        Use(field.Resolve(), user);
                        break;
                    case string word when namesMembers:
                        _words.Add(word);
                        break;
                }
            }
        }
    }

    private void Use(IMemberDefinition? used, string user)
    {
        if (used is null)
            return;
        if (!_users.TryGetValue(used.FullName, out var users))
            _users[used.FullName] = users = new HashSet<string>(StringComparer.Ordinal);
        users.Add(user);
    }

    private IEnumerable<string> Dead(TypeDefinition type)
    {
        var accessors = type
            .Properties.SelectMany(Accessors)
            .Concat(type.Events.SelectMany(e => (MethodDefinition[])[e.AddMethod, e.RemoveMethod]));
        var asked = accessors.ToHashSet();
        foreach (
            var property in type.Properties.Where(property =>
                !IsTold(property) && !IsPartOfRecord(property) && Accessors(property).All(IsAsked)
            )
        )
        {
            if (!Accessors(property).Any(accessor => IsUsed(accessor, accessor.FullName)) && !_words.Contains(property.Name))
                yield return $"{type.FullName}.{property.Name}";
        }
        foreach (var method in type.Methods.Where(method => !asked.Contains(method) && IsAsked(method)))
        {
            if (!IsUsed(method, Outer(method)) && !_words.Contains(method.Name))
                yield return $"{type.FullName}.{method.Name}";
        }
        foreach (
            var field in type.Fields.Where(field => !field.IsLiteral && !field.IsSpecialName && !field.Name.Contains('<') && !IsTold(field))
        )
        {
            if (!_users.ContainsKey(field.FullName) && !_words.Contains(field.Name))
                yield return $"{type.FullName}.{field.Name}";
        }
    }

    private bool IsUsed(MethodDefinition member, string itself) =>
        _users.TryGetValue(member.FullName, out var users) && users.Any(user => user != itself);

    private static bool IsAsked(TypeDefinition type) =>
        !type.Name.Contains('<')
        && type.Name != "_Imports"
        && type.BaseType?.Name != "MulticastDelegate"
        && !Has(type, "InlineArrayAttribute")
        && !(type.IsValueType && type.IsSequentialLayout && type.Fields.All(field => field.IsPublic))
        && !type.FullName.Contains("AspNetCoreGeneratedDocument", StringComparison.Ordinal)
        && !type.Interfaces.Any(i => i.InterfaceType.Name.StartsWith("IMessage", StringComparison.Ordinal))
        && !Outers(type).Any(outer => outer.Interfaces.Any(i => i.InterfaceType.Namespace == "Google.Protobuf") || IsGenerated(outer));

    private static IEnumerable<TypeDefinition> Outers(TypeDefinition type)
    {
        for (var outer = type; outer is not null; outer = outer.DeclaringType)
            yield return outer;
    }

    private static bool IsGenerated(ICustomAttributeProvider member) =>
        member.HasCustomAttributes
        && member.CustomAttributes.Any(a => a.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute");

    private static bool IsAsked(MethodDefinition method) =>
        !method.IsConstructor
        && method.Name != "InvokeAsync"
        && !method.Name.Contains('<')
        && !method.Name.StartsWith("op_", StringComparison.Ordinal)
        && method.Module.EntryPoint != method
        && !(method.IsVirtual && !method.IsNewSlot)
        && !method.HasOverrides
        && !IsRecords(method)
        && !Implements(method);

    private static bool Has(ICustomAttributeProvider member, string attribute) =>
        member.HasCustomAttributes && member.CustomAttributes.Any(a => a.AttributeType.Name == attribute);

    /// <summary>A parameter of a record's own constructor.</summary>
    private static bool IsPartOfRecord(PropertyDefinition property) =>
        property.DeclaringType.Methods.Any(IsRecords)
        && property.DeclaringType.Methods.Any(method =>
            method.IsConstructor && method.Parameters.Any(parameter => parameter.Name == property.Name)
        );

    private static bool IsTold(ICustomAttributeProvider member) =>
        member.HasCustomAttributes && member.CustomAttributes.Any(a => FrameworkAttributes.Contains(a.AttributeType.Name));

    /// <summary>Written by the compiler for a record as a whole.</summary>
    private static bool IsRecords(MethodDefinition method) => RecordMembers.Contains(method.Name) && IsGenerated(method);

    private static bool Implements(MethodDefinition method) =>
        method.IsVirtual
        && !method.DeclaringType.IsInterface
        && Interfaces(method.DeclaringType)
            .SelectMany(contract => contract.Methods)
            .Any(promised => promised.Name == method.Name && promised.Parameters.Count == method.Parameters.Count);

    private static IEnumerable<TypeDefinition> Interfaces(TypeDefinition type) =>
        type
            .Interfaces.Select(i => i.InterfaceType.Resolve())
            .OfType<TypeDefinition>()
            .SelectMany(contract => Interfaces(contract).Prepend(contract))
            .Concat(type.BaseType?.Resolve() is { } above ? Interfaces(above) : []);

    private static IEnumerable<MethodDefinition> Accessors(PropertyDefinition property) =>
        ((MethodDefinition?[])[property.GetMethod, property.SetMethod]).OfType<MethodDefinition>();

    /// <summary>The written method of a lambda, local function, iterator or async body: they are a part of it.</summary>
    private static string Outer(MethodDefinition method)
    {
        var type = method.DeclaringType;
        var name = method.Name;
        while (type.Name.StartsWith('<') && type.DeclaringType is not null)
        {
            name = type.Name.StartsWith("<>c", StringComparison.Ordinal) ? name : type.Name;
            type = type.DeclaringType;
        }
        var written = name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : null;
        return written is not null && type.Methods.Where(m => m.Name == written).ToList() is [var only] ? only.FullName : method.FullName;
    }
}

//! The `OpenAPI` document, and whether a body is what it says.

use serde_json::Value;

/// A document, whose schemas refer to each other.
#[derive(Debug)]
pub(crate) struct Document(pub(crate) Value);

impl Document {
    /// The schema of a response's JSON.
    pub(crate) fn of(&self, path: &str, method: &str, status: u16) -> &Value {
        let escaped = path.replace('/', "~1");
        let at = format!(
            "/paths/{escaped}/{method}/responses/{status}/content/application~1json/schema"
        );
        let found = self.0.pointer(&at);
        found.unwrap_or_else(|| panic!("{method} {path} {status} has no schema"))
    }

    fn resolved<'d>(&'d self, schema: &'d Value) -> &'d Value {
        match schema["$ref"].as_str() {
            Some(to) => {
                let found = self.0.pointer(to.trim_start_matches('#'));
                self.resolved(found.unwrap_or_else(|| panic!("{to} leads nowhere")))
            }
            None => schema,
        }
    }

    /// What is wrong with a value.
    pub(crate) fn faults(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fields = Vec::new();
        self.check(schema, value, at, &mut faults, &mut fields);
        // Fields are told of by any of the schemas that hold together.
        if let Value::Object(object) = value {
            for name in object.keys().filter(|k| !fields.contains(&k.as_str())) {
                faults.push(format!("{at}.{name} is not told of"));
            }
        }
        faults
    }

    fn check<'d>(
        &'d self,
        schema: &'d Value,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
        fields: &mut Vec<&'d str>,
    ) {
        let schema = self.resolved(schema);
        let Value::Object(keywords) = schema else {
            faults.push(format!("{at}: its schema says nothing"));
            return;
        };
        for (keyword, told) in keywords {
            match keyword.as_str() {
                "default" | "description" | "format" | "title" => {}
                "minimum" => {
                    if value
                        .as_f64()
                        .is_some_and(|v| v < told.as_f64().unwrap_or(0.0))
                    {
                        faults.push(format!("{at}: {value} is below {told}"));
                    }
                }
                "type" => {
                    let types = told.as_array().cloned().unwrap_or(vec![told.clone()]);
                    if !types
                        .iter()
                        .any(|t| is(t.as_str().unwrap_or_default(), value))
                    {
                        faults.push(format!("{at}: {value} is none of {told}"));
                    }
                }
                "enum" => {
                    if !told.as_array().is_some_and(|all| all.contains(value)) {
                        faults.push(format!("{at}: {value} is no word of the list"));
                    }
                }
                "pattern" => {
                    // The one that there is: a code.
                    assert_eq!(told, "^[A-Z]{3}$");
                    let text = value.as_str().unwrap_or_default();
                    if text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase()) {
                        faults.push(format!("{at}: {value} is no code"));
                    }
                }
                "required" => {
                    for name in told
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(Value::as_str)
                    {
                        if value.is_object() && value.get(name).is_none() {
                            faults.push(format!("{at}.{name} is missing"));
                        }
                    }
                }
                "properties" => {
                    for (name, property) in told.as_object().into_iter().flatten() {
                        fields.push(name);
                        if let Some(inner) = value.get(name) {
                            faults.extend(self.faults(property, inner, &format!("{at}.{name}")));
                        }
                    }
                }
                "items" => {
                    let before = schema["prefixItems"].as_array().map_or(0, Vec::len);
                    for inner in value.as_array().into_iter().flatten().skip(before) {
                        faults.extend(self.faults(told, inner, &format!("{at}[]")));
                    }
                }
                "prefixItems" => {
                    let pairs = told.as_array().into_iter().flatten();
                    let values = value.as_array().into_iter().flatten();
                    for (schema, inner) in pairs.zip(values) {
                        faults.extend(self.faults(schema, inner, &format!("{at}[]")));
                    }
                }
                "minItems" | "maxItems" => {
                    let n = value.as_array().map(|a| a.len() as u64);
                    let fits = |n: u64| match keyword.as_str() {
                        "minItems" => told.as_u64() <= Some(n),
                        _ => told.as_u64() >= Some(n),
                    };
                    if !n.is_none_or(fits) {
                        faults.push(format!("{at}: so many are not told of"));
                    }
                }
                "allOf" => {
                    for part in told.as_array().into_iter().flatten() {
                        self.check(part, value, at, faults, fields);
                    }
                }
                "oneOf" => {
                    let all = told.as_array().into_iter().flatten();
                    let tried: Vec<Vec<String>> =
                        all.map(|one| self.faults(one, value, at)).collect();
                    if !tried.iter().any(Vec::is_empty) {
                        faults.extend(tried.into_iter().flatten());
                    }
                    // Which of them it was has been looked at, with its fields.
                    for one in told.as_array().into_iter().flatten() {
                        let own = self.resolved(one)["properties"].as_object();
                        fields.extend(own.into_iter().flatten().map(|(k, _)| k.as_str()));
                    }
                }
                other => faults.push(format!("{at}: '{other}' is not understood here")),
            }
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}
